// Runs the emulator on a port. A line on standard input is said in the chat, or, after an exclamation mark, the button of that label is
// pressed; each is answered by one line with what the bot has put there next.
import { createInterface } from 'node:readline';
import module from 'telegram-test-api';

const [port, token] = process.argv.slice(2);
const TelegramServer = module.default ?? module;
const server = new TelegramServer({ port: Number(port), host: '127.0.0.1' });
await server.start();
const client = server.getClient(token, { userId: 7, chatId: 7, timeout: 20000 });
console.log('ready');

let last;
const show = (id, message) => {
  last = { id, message };
  const keyboard = message.reply_markup?.inline_keyboard ?? [];
  console.log(JSON.stringify({ text: message.text, buttons: keyboard.flat().map((b) => b.text) }));
};
for await (const line of createInterface({ input: process.stdin })) {
  if (line.startsWith('!')) {
    const data = last.message.reply_markup.inline_keyboard.flat().find((b) => b.text.includes(line.slice(1))).callback_data;
    const edited = new Promise((resolve) => server.once('EditedMessageText', resolve));
    await client.sendCallback(client.makeCallbackQuery(data, { id: 'press-1', message: { message_id: last.id } }));
    await edited;
    show(last.id, server.storage.botMessages.find((m) => m.messageId === last.id).message);
  } else {
    await client.sendMessage(client.makeMessage(line));
    const { result } = await client.getUpdates();
    show(result.at(-1).messageId, result.at(-1).message);
  }
}
