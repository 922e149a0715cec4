// The AWS SDK for JavaScript against a server without API keys: typed answers and typed
// errors. SAMPLES is the folder of the sample pictures; the working folder has pictures
// that the story has made.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import * as aws from "@aws-sdk/client-rekognition";

const client = new aws.RekognitionClient({ maxAttempts: 1 });
const picture = async (name) => ({ Bytes: await readFile(name) });
const sample = (name) => picture(`${process.env.SAMPLES}/${name}`);
const bus = await sample("school-bus.jpg");
const lemon = await sample("lemon.jpg");
const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const detect = (request) => client.send(new aws.DetectLabelsCommand({ Image: bus, ...request }));
const names = (answer) => answer.Labels.map((label) => label.Name);
const filtered = async (filters) => names(await detect({ Settings: { GeneralLabels: filters } }));

test("labels with kinds and categories", async () => {
  const answer = await detect();
  assert.equal(answer.LabelModelVersion, "blobsight-everyday/1");
  assert.match(answer.$metadata.requestId, id);
  assert.equal(answer.$metadata.httpStatusCode, 200);
  assert.equal(answer.ImageProperties, undefined);
  const label = answer.Labels.find((l) => l.Name === "School Bus");
  assert.ok(label.Confidence > 55 && label.Confidence <= 100);
  assert.ok(label.Parents.some((p) => p.Name === "Vehicle"));
  assert.ok(label.Categories.some((c) => c.Name === "Vehicles and Automotive"));
  assert.deepEqual(label.Instances, []);
});

test("bounds", async () => {
  const all = names(await detect());
  assert.deepEqual(names(await detect({ MaxLabels: 2 })), all.slice(0, 2));
  const sure = (await detect({ MinConfidence: 95 })).Labels;
  assert.ok(sure.length > 0 && sure.length < all.length && sure.every((l) => l.Confidence >= 95));
});

test("filters", async () => {
  const category = "Vehicles and Automotive";
  assert.deepEqual(await filtered({ LabelInclusionFilters: ["School Bus"] }), ["School Bus"]);
  assert.ok(!(await filtered({ LabelExclusionFilters: ["Bus"] })).includes("Bus"));
  assert.ok((await filtered({ LabelCategoryInclusionFilters: [category] })).includes("School Bus"));
  assert.ok(!(await filtered({ LabelCategoryExclusionFilters: [category] })).includes("School Bus"));
});

test("properties", async () => {
  const { Labels, ImageProperties } = await detect({
    Features: [aws.DetectLabelsFeatureName.IMAGE_PROPERTIES],
    Settings: { ImageProperties: { MaxDominantColors: 3 } },
  });
  assert.deepEqual(Labels, []);
  const { Quality, DominantColors } = ImageProperties;
  for (const n of [Quality.Brightness, Quality.Sharpness, Quality.Contrast]) assert.ok(n >= 0 && n <= 100);
  assert.ok(DominantColors.length >= 1 && DominantColors.length <= 3);
  for (const c of DominantColors) {
    const hex = [c.Red, c.Green, c.Blue].map((n) => n.toString(16).padStart(2, "0")).join("");
    assert.equal(c.HexCode, `#${hex}`);
    assert.ok(c.CSSColor && c.SimplifiedColor && c.PixelPercent > 0);
  }
});

const missing = { S3Object: { Bucket: "blobsight", Name: "nothing.jpg" } };
for (const [what, kind, request] of [
  ["no picture", aws.InvalidImageFormatException, { Image: { Bytes: Buffer.from("no picture") } }],
  ["neither source", aws.InvalidParameterException, { Image: {} }],
  ["both sources", aws.InvalidParameterException, { Image: { ...lemon, ...missing } }],
  ["too small", aws.InvalidParameterException, { Image: await picture("small.png") }],
  ["too wide", aws.ImageTooLargeException, { Image: await picture("wide.png") }],
  ["nothing there", aws.InvalidS3ObjectException, { Image: missing }],
]) {
  test(`${kind.name}: ${what}`, async () => {
    await assert.rejects(detect(request), (error) => {
      assert.ok(error instanceof kind, String(error));
      assert.ok(error instanceof aws.RekognitionServiceException);
      assert.match(error.$metadata.requestId, id);
      assert.equal(error.$metadata.httpStatusCode, 400);
      assert.equal(error.$fault, "client");
      assert.ok(error.message.length > 10);
      return true;
    });
  });
}

test("AccessDeniedException: under a name that is not the server's", async () => {
  const elsewhere = new aws.RekognitionClient({ maxAttempts: 1 });
  const send = (next) => (args) => {
    args.request.headers.host = "evil.example";
    return next(args);
  };
  elsewhere.middlewareStack.add(send, { step: "build" });
  await assert.rejects(elsewhere.send(new aws.DetectLabelsCommand({ Image: lemon })), aws.AccessDeniedException);
});

for (const [name, command] of [
  ["ValidationException", new aws.DetectLabelsCommand({})],
  ["ValidationException", new aws.DetectLabelsCommand({ Image: bus, MinConfidence: 101 })],
  ["ValidationException", new aws.DetectLabelsCommand({ Image: bus, Features: ["FACES"] })],
  ["ValidationException", new aws.DetectLabelsCommand({ Image: bus, MaxLabels: -1 })],
  ["SerializationException", new aws.DetectLabelsCommand({ Image: bus, MaxLabels: "many" })],
  ["UnknownOperationException", new aws.DetectFacesCommand({ Image: bus })],
]) {
  test(`${name}: ${command.constructor.name} ${JSON.stringify(Object.keys(command.input))}`, async () => {
    await assert.rejects(client.send(command), (error) => {
      assert.equal(error.name, name);
      assert.ok(error instanceof aws.RekognitionServiceException);
      assert.match(error.$metadata.requestId, id);
      return true;
    });
  });
}
