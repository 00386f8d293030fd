using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace TradingBot.Tests.Engine.Signatures;

/// <summary>
/// The visible types of an assembly with their members as lines of text, read from its metadata without loading it or anything
/// it refers to.
/// </summary>
public sealed class AssemblySignatures : IDisposable
{
    private readonly PEReader _file;
    private readonly MetadataReader _reader;
    private readonly TypeNames _names = new();

    public AssemblySignatures(string path)
    {
        _file = new(File.OpenRead(path));
        _reader = _file.GetMetadataReader();
        foreach (var handle in _reader.TypeDefinitions)
        {
            var type = _reader.GetTypeDefinition(handle);
            if ((type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public)
                Types[_names.Name(_reader, handle)] = Describe(type);
        }
    }

    public Dictionary<string, TypeSignature> Types { get; } = new(StringComparer.Ordinal);

    public void Dispose() => _file.Dispose();

    private TypeSignature Describe(TypeDefinition type)
    {
        var context = type.GetGenericParameters().Select(handle => _reader.GetString(_reader.GetGenericParameter(handle).Name)).ToArray();
        var kind = type.Attributes & (TypeAttributes.Abstract | TypeAttributes.Sealed | TypeAttributes.Interface);
        var parent = type.BaseType.IsNil ? "nothing" : TypeOf(type.BaseType, context);
        var header = $"{kind} : {parent} <{string.Join(", ", type.GetGenericParameters().Select(handle => GenericParameter(handle, context)))}>{Usage(type)}";
        var interfaces = type.GetInterfaceImplementations()
            .Select(handle => TypeOf(_reader.GetInterfaceImplementation(handle).Interface, context));
        var members = new List<string>();
        foreach (var handle in type.GetMethods())
        {
            var method = _reader.GetMethodDefinition(handle);
            if (IsVisible(method.Attributes) && !IsOfEveryObject(method))
                members.Add(Describe(method, context));
        }

        foreach (var handle in type.GetFields())
        {
            var field = _reader.GetFieldDefinition(handle);
            if ((field.Attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem
                && !field.Attributes.HasFlag(FieldAttributes.SpecialName))
                members.Add($"field {field.Attributes & FieldAttributes.Static} {field.DecodeSignature(_names, context)} {_reader.GetString(field.Name)}{Constant(field.GetDefaultValue())}");
        }

        members.AddRange(type.GetProperties().Select(_reader.GetPropertyDefinition)
            .Where(property => Attributes(property.GetCustomAttributes()).Contains("RequiredMemberAttribute"))
            .Select(property => $"required {_reader.GetString(property.Name)}"));
        return new(header, [.. interfaces], [.. members.Order(StringComparer.Ordinal)]);
    }

    private string Describe(MethodDefinition method, string[] typeContext)
    {
        var generics = method.GetGenericParameters();
        var context = typeContext.Concat(generics.Select(handle => "!" + _reader.GetString(_reader.GetGenericParameter(handle).Name))).ToArray();
        _names.MethodOffset = typeContext.Length;
        var signature = method.DecodeSignature(_names, context);
        var parameters = method.GetParameters().Select(_reader.GetParameter).Where(parameter => parameter.SequenceNumber > 0)
            .OrderBy(parameter => parameter.SequenceNumber).ToList();
        var arguments = signature.ParameterTypes.Select((type, i) =>
            $"{(parameters[i].Attributes & (ParameterAttributes.Out | ParameterAttributes.In)) switch { ParameterAttributes.None => "", var way => way + " " }}{type} {_reader.GetString(parameters[i].Name)}{Constant(parameters[i].GetDefaultValue())}");
        var shape = method.Attributes & (MethodAttributes.MemberAccessMask | MethodAttributes.Static | MethodAttributes.Abstract | MethodAttributes.Virtual | MethodAttributes.Final);
        var name = _reader.GetString(method.Name);
        if (generics.Count > 0)
            name += $"<{string.Join(", ", generics.Select(handle => GenericParameter(handle, context)))}>";
        var marks = Attributes(method.GetCustomAttributes()).Where(static mark => mark is "ExtensionAttribute" or "SetsRequiredMembersAttribute" or "ObsoleteAttribute");
        return $"{shape} {signature.ReturnType} {name}({string.Join(", ", arguments)}){string.Concat(marks.Select(static mark => $" [{mark}]"))}";
    }

    private static bool IsVisible(MethodAttributes attributes) =>
        (attributes & MethodAttributes.MemberAccessMask) is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;

    // Every object has them, so overriding them adds nothing that a caller could come to need.
    private bool IsOfEveryObject(MethodDefinition method) =>
        method.Attributes.HasFlag(MethodAttributes.Virtual)
        && (_reader.GetString(method.Name), method.DecodeSignature(_names, null).ParameterTypes) is ("Equals", ["Object"]) or ("GetHashCode", []) or ("ToString", []);

    private string GenericParameter(GenericParameterHandle handle, string[] context)
    {
        var parameter = _reader.GetGenericParameter(handle);
        var constraints = parameter.GetConstraints().Select(constraint => TypeOf(_reader.GetGenericParameterConstraint(constraint).Type, context));
        return $"{_reader.GetString(parameter.Name)} {parameter.Attributes} {string.Join(", ", constraints)}".Trim();
    }

    private string Usage(TypeDefinition type)
    {
        foreach (var handle in type.GetCustomAttributes())
        {
            if (AttributeName(handle) != "AttributeUsageAttribute")
                continue;
            var value = _reader.GetCustomAttribute(handle).DecodeValue(_names);
            return $" for {(AttributeTargets)(int)value.FixedArguments[0].Value!} {string.Join(", ", value.NamedArguments.OrderBy(static a => a.Name, StringComparer.Ordinal).Select(static a => $"{a.Name}={a.Value}"))}".TrimEnd();
        }

        return "";
    }

    private string Constant(ConstantHandle handle)
    {
        if (handle.IsNil)
            return "";
        var constant = _reader.GetConstant(handle);
        return $" = {_reader.GetBlobReader(constant.Value).ReadConstant(constant.TypeCode) ?? "null"}";
    }

    private IEnumerable<string> Attributes(CustomAttributeHandleCollection handles) => handles.Select(AttributeName);

    private string AttributeName(CustomAttributeHandle handle)
    {
        var constructor = _reader.GetCustomAttribute(handle).Constructor;
        var type = constructor.Kind == HandleKind.MemberReference
            ? _reader.GetMemberReference((MemberReferenceHandle)constructor).Parent
            : _reader.GetMethodDefinition((MethodDefinitionHandle)constructor).GetDeclaringType();
        return type.Kind == HandleKind.TypeReference
            ? _reader.GetString(_reader.GetTypeReference((TypeReferenceHandle)type).Name)
            : _reader.GetString(_reader.GetTypeDefinition((TypeDefinitionHandle)type).Name);
    }

    private string TypeOf(EntityHandle handle, string[] context) => handle.Kind switch
    {
        HandleKind.TypeDefinition => _names.Name(_reader, (TypeDefinitionHandle)handle),
        HandleKind.TypeReference => _names.Name(_reader, (TypeReferenceHandle)handle),
        _ => _reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(_names, context),
    };

    /// <summary>Types as text; the assembly that holds them does not matter.</summary>
    private sealed class TypeNames : ISignatureTypeProvider<string, string[]?>, ICustomAttributeTypeProvider<string>
    {
        public int MethodOffset { get; set; }

        public string Name(MetadataReader reader, TypeDefinitionHandle handle)
        {
            var type = reader.GetTypeDefinition(handle);
            var outer = type.GetDeclaringType();
            return outer.IsNil ? Join(reader.GetString(type.Namespace), reader.GetString(type.Name)) : $"{Name(reader, outer)}.{reader.GetString(type.Name)}";
        }

        public string Name(MetadataReader reader, TypeReferenceHandle handle)
        {
            var type = reader.GetTypeReference(handle);
            return type.ResolutionScope.Kind == HandleKind.TypeReference
                ? $"{Name(reader, (TypeReferenceHandle)type.ResolutionScope)}.{reader.GetString(type.Name)}"
                : Join(reader.GetString(type.Namespace), reader.GetString(type.Name));
        }

        public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[{shape.Rank}]";

        public string GetByReferenceType(string elementType) => $"{elementType}&";

        public string GetFunctionPointerType(MethodSignature<string> signature) => "function pointer";

        public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => $"{genericType}<{string.Join(", ", typeArguments)}>";

        public string GetGenericMethodParameter(string[]? genericContext, int index) => genericContext?[MethodOffset + index] ?? $"!!{index}";

        public string GetGenericTypeParameter(string[]? genericContext, int index) => genericContext?[index] ?? $"!{index}";

        public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => $"{unmodifiedType} {(isRequired ? "modreq" : "modopt")} {modifier}";

        public string GetPinnedType(string elementType) => elementType;

        public string GetPointerType(string elementType) => $"{elementType}*";

        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

        public string GetSZArrayType(string elementType) => $"{elementType}[]";

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Name(reader, handle);

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => Name(reader, handle);

        public string GetTypeFromSpecification(MetadataReader reader, string[]? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

        public string GetSystemType() => "System.Type";

        public bool IsSystemType(string type) => type == "System.Type";

        public string GetTypeFromSerializedName(string name) => name;

        public PrimitiveTypeCode GetUnderlyingEnumType(string type) => PrimitiveTypeCode.Int32;

        private static string Join(string space, string name) => space.Length == 0 ? name : $"{space}.{name}";
    }
}

/// <summary>A type's own line, its interfaces, and its members' lines.</summary>
public sealed record TypeSignature(string Header, ImmutableArray<string> Interfaces, ImmutableArray<string> Members);
