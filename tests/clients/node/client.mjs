// The official Node client over the Unix socket in argv, unmodified: undici takes a socket for a host.
import assert from "node:assert/strict";
import OpenAI from "openai";
import { Agent, fetch } from "undici";

const socketPath = process.argv[2];
const client = new OpenAI({
  baseURL: "http://localhost/v1",
  apiKey: "none",
  maxRetries: 0,
  fetch,
  fetchOptions: { dispatcher: new Agent({ connect: { socketPath } }) },
});
const ask = { model: "echo", messages: [{ role: "user", content: "größer 🙂" }], temperature: 0 };

const models = await client.models.list();
assert.ok(models.data.some((model) => model.id === "echo"));

const answer = await client.chat.completions.create(ask);
assert.equal(answer.choices[0].message.content, "größer 🙂");
assert.equal(answer.id, `chatcmpl-${answer.edge.call}`);
assert.equal(answer._request_id, answer.edge.call);

const usage = { include_usage: true };
const stream = await client.chat.completions.create({ ...ask, stream: true, stream_options: usage });
let text = "";
let last;
for await (const chunk of stream) {
  text += chunk.choices[0]?.delta?.content ?? "";
  last = chunk;
}
assert.equal(text, "größer 🙂");
assert.equal(last.usage.completion_tokens, Buffer.byteLength(text));
assert.equal(last.edge.engine, "sim");

const refused = client.chat.completions.create({ ...ask, temperature: 9 });
await assert.rejects(refused, (error) => {
  assert.ok(error instanceof OpenAI.BadRequestError);
  assert.deepEqual([error.code, error.param], ["invalid_value", "temperature"]);
  return true;
});
await assert.rejects(client.models.retrieve("nobody"), OpenAI.NotFoundError);

const endless = { model: "count", prompt: "x", max_tokens: 4000 };
const left = await client.completions.create({ ...endless, stream: true });
for await (const chunk of left) {
  console.log(JSON.stringify({ left: chunk.id.split("-")[1] }));
  break;
}
