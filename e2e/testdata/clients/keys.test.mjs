// The AWS SDK for JavaScript against a server with API keys. KEY is an API key, BLOB the
// id of a picture of a lemon that the server holds; AWS_ACCESS_KEY_ID and
// AWS_SECRET_ACCESS_KEY are what "blobsight keys aws" prints for it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import * as aws from "@aws-sdk/client-rekognition";

const { KEY, BLOB, SAMPLES } = process.env;
const lemon = { Bytes: await readFile(`${SAMPLES}/lemon.jpg`) };
const stored = { S3Object: { Bucket: "blobsight", Name: BLOB } };

async function detect(settings, image = lemon) {
  const client = new aws.RekognitionClient({ maxAttempts: 1, ...settings });
  const answer = await client.send(new aws.DetectLabelsCommand({ Image: image }));
  return answer.Labels.map((label) => label.Name);
}

test("let in", async () => {
  assert.ok((await detect()).includes("Lemon"));
  assert.ok((await detect({ credentials: { accessKeyId: KEY, secretAccessKey: KEY } })).includes("Lemon"));
  assert.ok((await detect({}, stored)).includes("Lemon"));
});

test("a picture that is not there", async () => {
  const nothing = { S3Object: { Bucket: "blobsight", Name: "lemon.jpg" } };
  await assert.rejects(detect({}, nothing), aws.InvalidS3ObjectException);
});

const hour = 60 * 60 * 1000;
for (const [what, name, settings] of [
  ["wrong secret", "InvalidSignatureException", { credentials: { accessKeyId: KEY, secretAccessKey: `${KEY}?` } }],
  ["unknown key", "UnrecognizedClientException", { credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: KEY } }],
  ["other region", "InvalidSignatureException", { region: "eu-central-1" }],
  ["clock behind", "InvalidSignatureException", { systemClockOffset: -hour }],
  ["clock ahead", "InvalidSignatureException", { systemClockOffset: hour }],
]) {
  test(`kept out: ${what}`, async () => {
    await assert.rejects(detect(settings), (error) => {
      assert.equal(error.name, name);
      assert.ok(error.$metadata.requestId);
      return true;
    });
  });
}

test("a clock that is a little off", async () => {
  assert.ok((await detect({ systemClockOffset: hour / 6 })).includes("Lemon"));
});
