"""Holds the server's answers, errors and checks of requests against the service model
that the SDK carries, member by member.

The server has no API keys. URL is its address, SAMPLES the folder of the sample
pictures, DOCS docs/rekognition.md; PHOTOGRAPH is a photograph in which its detector
finds things, and not set where it has none. The working folder has pictures that the
story has made.
"""

import base64
import json
import os
import pathlib
import re
import socket
import unittest
import urllib.error
import urllib.request

import model

URL = os.environ["URL"]
PHOTOGRAPH = os.environ.get("PHOTOGRAPH")

# Members that no answer has, and why.
NEVER = {
    ("DetectLabelsResponse", "OrientationCorrection"): "Amazon: always null",
}
# Members that no answer has unless something was found with a box.
BOXES = {
    ("Instance", "BoundingBox"), ("Instance", "Confidence"), ("Instance", "DominantColors"),
    ("BoundingBox", "Left"), ("BoundingBox", "Top"), ("BoundingBox", "Width"), ("BoundingBox", "Height"),
    ("DetectLabelsImageProperties", "Foreground"),
    ("DetectLabelsImageForeground", "Quality"), ("DetectLabelsImageForeground", "DominantColors"),
}
# Errors that any service of Amazon's may give, and that no service model lists.
COMMON = {
    "IncompleteSignatureException", "InvalidSignatureException", "MissingAuthenticationTokenException",
    "RequestEntityTooLargeException", "SerializationException", "UnknownOperationException", "UnrecognizedClientException",
    "ValidationException",
}


def encoded(path):
    return base64.b64encode(pathlib.Path(path).read_bytes()).decode()


LEMON = encoded(pathlib.Path(os.environ["SAMPLES"]) / "lemon.jpg")
EVERYTHING = {
    "Features": ["GENERAL_LABELS", "IMAGE_PROPERTIES"], "MinConfidence": 10, "MaxLabels": 1000,
    "Settings": {"ImageProperties": {"MaxDominantColors": 20}},
}


def send(body, target=model.TARGET, **more):
    """The status, headers and JSON that a request gets."""
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"X-Amz-Target": target, "Content-Type": model.MEDIA_TYPE, **more}
    try:
        answer = urllib.request.urlopen(urllib.request.Request(URL, text, headers), timeout=120)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return answer.status, answer.headers, json.load(answer)


def detect(image=LEMON, **request):
    return send({"Image": {"Bytes": image}, **request})


class Answers(unittest.TestCase):
    def test_members(self):
        requests = [{}, {"MaxLabels": 1}, EVERYTHING, {"Features": ["IMAGE_PROPERTIES"]}]
        requests += [{**EVERYTHING, "image": encoded(PHOTOGRAPH)}] if PHOTOGRAPH else []
        seen = set()
        for request in requests:
            status, headers, answer = detect(**request)
            self.assertEqual(status, 200, answer)
            self.assertEqual(headers["Content-Type"], model.MEDIA_TYPE)
            wrong, members = model.check(answer, model.OUTPUT)
            self.assertEqual(wrong, [])
            seen |= members
        self.assertEqual(model.members(model.OUTPUT) - seen, set(NEVER) | (set() if PHOTOGRAPH else BOXES))

    def test_ratios(self):
        if not PHOTOGRAPH:
            self.skipTest("the server has no detector")
        boxes = [i["BoundingBox"] for label in detect(encoded(PHOTOGRAPH))[2]["Labels"] for i in label["Instances"]]
        self.assertTrue(boxes)
        for box in boxes:
            self.assertTrue(0 <= box["Left"] <= box["Left"] + box["Width"] <= 1.0001, box)
            self.assertTrue(0 <= box["Top"] <= box["Top"] + box["Height"] <= 1.0001, box)


class Errors(unittest.TestCase):
    def test_types(self):
        stored = {"S3Object": {"Bucket": "blobsight", "Name": "nothing.jpg"}}
        seen = set()
        for kind, answer in [
            ("InvalidImageFormatException", detect("AAAA")),
            ("InvalidParameterException", send({"Image": {}})),
            ("InvalidS3ObjectException", send({"Image": stored})),
            ("ImageTooLargeException", detect(encoded("wide.png"))),
            ("AccessDeniedException", send({}, Origin="https://example.com")),
            ("ValidationException", send({})),
            ("SerializationException", send(b"{")),
            ("UnknownOperationException", send({}, "RekognitionService.DetectFaces")),
            ("RequestEntityTooLargeException", send(bytes(11_000_000))),
            ("ThrottlingException", busy()),
        ]:
            with self.subTest(kind):
                self.check(kind, *answer)
                seen.add(kind)
        self.assertLessEqual(seen, documented())

    def check(self, kind, status, headers, answer):
        self.assertEqual(answer["__type"], kind)
        self.assertTrue(kind in model.ERRORS or kind in COMMON)
        self.assertEqual(status // 100, 5 if model.ERRORS.get(kind) else 4)
        self.assertEqual(headers["Content-Type"], model.MEDIA_TYPE)
        self.assertRegex(headers["x-amzn-RequestId"], r"^[0-9a-f-]{36}$")
        self.assertTrue(answer.get("Message") or answer.get("message"))
        if "Code" in answer:
            self.assertEqual(answer["Code"], kind)
            self.assertEqual(answer["Logref"], headers["x-amzn-RequestId"])

    def test_documented(self):
        self.assertEqual(documented(), set(model.ERRORS) | COMMON)


class Requests(unittest.TestCase):
    def test_every_member_is_checked(self):
        for path, shape in model.paths(model.INPUT):
            for value, right_type in model.violations(shape):
                with self.subTest(".".join(path), value=str(value)[:60]):
                    status, _, answer = send(request(path, value))
                    self.assertEqual(status, 400, answer)
                    if right_type:
                        self.assertEqual(answer["__type"], "ValidationException", answer)
                        self.assertIn(f"'{written(path)}'", answer["message"])
                    else:
                        self.assertEqual(answer["__type"], "SerializationException", answer)
                        self.assertIn(".".join(part for part in path if part != "*"), answer["message"])

    def test_required(self):
        self.assertEqual(model.SHAPES[model.INPUT]["required"], ["Image"])
        self.assertEqual(send({})[2]["__type"], "ValidationException")

    def test_most_and_least(self):
        for changes in [
            {"MaxLabels": 0}, {"MinConfidence": 0}, {"MinConfidence": 100}, {"Features": []}, {"Settings": {}},
            {"Settings": {"ImageProperties": {"MaxDominantColors": 0}, "GeneralLabels": {}}},
            {"Settings": {"ImageProperties": {"MaxDominantColors": 20}, "GeneralLabels": {"LabelInclusionFilters": ["a" * 50] * 100}}},
            {"SomethingElse": 1, "maxLabels": "a name that is written otherwise is another"},
        ]:
            with self.subTest(str(changes)[:60]):
                self.assertEqual(detect(**changes)[0], 200)


def request(path, value):
    """A request that is in order but for the value at a path."""
    whole = {"Image": {"Bytes": LEMON}}
    if path[:2] == ("Image", "S3Object"):
        whole["Image"] = {"S3Object": {"Bucket": "blobsight", "Name": "lemon.jpg"}}
    if path[-1] == "*":
        path, value = path[:-1], [value]
    at = whole
    for part in path[:-1]:
        at = at.setdefault(part, {})
    at[path[-1]] = value
    return whole


def written(path):
    """A path as Amazon writes it: "settings.generalLabels"."""
    return ".".join(part[0].lower() + part[1:] for part in path if part != "*")


def documented():
    """The errors of the table in the documentation."""
    text = pathlib.Path(os.environ["DOCS"]).read_text()
    return set(re.findall(r"^\| `(\w+(?:Exception|Error))` \|", text, re.MULTILINE))


def busy():
    """What a request gets while others, which never end, take all the room."""
    host, _, port = URL.removeprefix("http://").partition(":")
    head = f"POST / HTTP/1.1\r\nHost: {host}\r\nX-Amz-Target: {model.TARGET}\r\nContent-Length: 9\r\n\r\n"
    others = [socket.create_connection((host, int(port))) for _ in range(16)]  # as many as are answered at once
    try:
        for other in others:
            other.sendall(head.encode())
        for _ in range(100):  # all of them have been noticed long before
            if (answer := detect())[0] != 200:
                return answer
        raise AssertionError(f"{len(others)} requests at once leave room for more")
    finally:
        for other in others:
            other.close()


if __name__ == "__main__":
    unittest.main()
