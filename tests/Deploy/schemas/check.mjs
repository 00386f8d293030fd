// Holds manifests to the schemas of the Kubernetes API: types and required fields, and that no field is unknown. The generated
// validators let unknown fields pass; but they read every field that they know, so that one that nobody reads is not known.
// Standard input: a JSON array of manifests. Standard output: one complaint a line.
import * as admission from "kubernetes-models/apps/v1";
import * as autoscaling from "kubernetes-models/autoscaling/v2";
import * as batch from "kubernetes-models/batch/v1";
import * as core from "kubernetes-models/v1";
import * as networking from "kubernetes-models/networking.k8s.io/v1";
import * as policy from "kubernetes-models/policy/v1";
import * as monitoring from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1";

const groups = {
  "v1": core,
  "apps/v1": admission,
  "autoscaling/v2": autoscaling,
  "batch/v1": batch,
  "monitoring.coreos.com/v1": monitoring,
  "networking.k8s.io/v1": networking,
  "policy/v1": policy,
};

// Every object and list with a note of what is read of it.
function watch(value, path, unread) {
  if (value === null || typeof value !== "object")
    return value;
  const inner = {};
  for (const key of Object.keys(value)) {
    inner[key] = watch(value[key], `${path}/${key}`, unread);
    unread.add(`${path}/${key}`);
  }
  const target = Array.isArray(value) ? Object.assign([], Object.values(inner)) : inner;
  return new Proxy(target, {
    get(object, key) {
      unread.delete(`${path}/${String(key)}`);
      return object[key];
    },
  });
}

let text = "";
for await (const part of process.stdin)
  text += part;
for (const manifest of JSON.parse(text)) {
  const name = `${manifest.kind} ${manifest.metadata?.name}`;
  const model = groups[manifest.apiVersion]?.[manifest.kind];
  if (!model) {
    console.log(`${name}: ${manifest.apiVersion} has no such kind`);
    continue;
  }
  const unread = new Set();
  try {
    // The model itself copies what it is given: only its check is wanted.
    model.prototype.validate.call(watch(manifest, "", unread));
    for (const path of unread)
      console.log(`${name}: ${path} is not known`);
  } catch (error) {
    console.log(`${name}: ${error.message}`);
  }
}
