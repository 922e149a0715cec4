"""boto3 against a server without API keys: typed answers and typed exceptions.

SAMPLES is the folder of the sample pictures; the working folder has pictures that the
story has made. PHOTOGRAPH is a photograph of a giraffe where the server has a detector.
"""

import os
import pathlib
import re
import unittest

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

SAMPLES = pathlib.Path(os.environ["SAMPLES"])
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def picture(name):
    return {"Bytes": (SAMPLES / name).read_bytes()}


def names(answer):
    return [label["Name"] for label in answer["Labels"]]


class Labels(unittest.TestCase):
    client = boto3.client("rekognition")

    def detect(self, name="school-bus.jpg", **request):
        return self.client.detect_labels(Image=picture(name), **request)

    def filtered(self, **filters):
        return names(self.detect(Settings={"GeneralLabels": filters}))

    def test_labels_with_kinds_and_categories(self):
        answer = self.detect()
        self.assertEqual(answer["LabelModelVersion"], "blobsight-everyday/1")
        self.assertRegex(answer["ResponseMetadata"]["RequestId"], ID)
        self.assertEqual(answer["ResponseMetadata"]["HTTPStatusCode"], 200)
        self.assertNotIn("ImageProperties", answer)
        bus = next(label for label in answer["Labels"] if label["Name"] == "School Bus")
        self.assertGreater(bus["Confidence"], 55)
        self.assertLessEqual(bus["Confidence"], 100)
        self.assertIn({"Name": "Vehicle"}, bus["Parents"])
        self.assertIn({"Name": "Vehicles and Automotive"}, bus["Categories"])
        self.assertEqual(bus["Instances"], [])
        confidences = [label["Confidence"] for label in answer["Labels"]]
        self.assertEqual(confidences, sorted(confidences, reverse=True))

    def test_bounds(self):
        everything = names(self.detect())
        self.assertEqual(names(self.detect(MaxLabels=2)), everything[:2])
        self.assertEqual(names(self.detect(MaxLabels=0)), [])
        sure = self.detect(MinConfidence=95)["Labels"]
        self.assertTrue(0 < len(sure) < len(everything))
        self.assertTrue(all(label["Confidence"] >= 95 for label in sure))
        self.assertGreater(len(names(self.detect(MinConfidence=0))), len(everything))

    def test_filters(self):
        self.assertEqual(self.filtered(LabelInclusionFilters=["School Bus"]), ["School Bus"])
        self.assertEqual(self.filtered(LabelInclusionFilters=["school bus"]), [])
        self.assertNotIn("Bus", self.filtered(LabelExclusionFilters=["Bus"]))
        category = "Vehicles and Automotive"
        self.assertIn("School Bus", self.filtered(LabelCategoryInclusionFilters=[category]))
        self.assertNotIn("School Bus", self.filtered(LabelCategoryExclusionFilters=[category]))
        self.assertEqual(
            self.filtered(LabelInclusionFilters=["Bus", "Lemon"], LabelCategoryExclusionFilters=[category]), []
        )

    def test_properties(self):
        answer = self.detect(
            Features=["IMAGE_PROPERTIES"], Settings={"ImageProperties": {"MaxDominantColors": 3}}
        )
        self.assertEqual(answer["Labels"], [])
        properties = answer["ImageProperties"]
        self.assertEqual(set(properties["Quality"]), {"Brightness", "Sharpness", "Contrast"})
        colors = properties["DominantColors"]
        self.assertTrue(1 <= len(colors) <= 3)
        for color in colors:
            text = "#{Red:02x}{Green:02x}{Blue:02x}".format(**color)
            self.assertEqual(color["HexCode"], text)
            self.assertTrue(color["CSSColor"] and color["SimplifiedColor"])
            self.assertTrue(0 < color["PixelPercent"] <= 100)
        both = self.detect(Features=["GENERAL_LABELS", "IMAGE_PROPERTIES"])
        self.assertTrue(both["Labels"])
        self.assertIn("ImageProperties", both)

    def test_turned_by_exif(self):
        self.assertIn("School Bus", names(self.detect("school-bus-rotated.jpg")))


@unittest.skipUnless("PHOTOGRAPH" in os.environ, "the server has no detector")
class Boxes(unittest.TestCase):
    def test_instances_and_foreground(self):
        answer = boto3.client("rekognition").detect_labels(
            Image={"Bytes": pathlib.Path(os.environ["PHOTOGRAPH"]).read_bytes()},
            Features=["GENERAL_LABELS", "IMAGE_PROPERTIES"],
            Settings={"GeneralLabels": {"LabelInclusionFilters": ["Giraffe"]}},
        )
        [giraffe] = answer["Labels"]
        instance = giraffe["Instances"][0]
        self.assertGreater(instance["Confidence"], 50)
        self.assertEqual(set(instance["BoundingBox"]), {"Left", "Top", "Width", "Height"})
        self.assertTrue(all(0 < ratio < 1 for ratio in instance["BoundingBox"].values()))
        self.assertTrue(instance["DominantColors"][0]["HexCode"].startswith("#"))
        for part in ("Foreground", "Background"):
            self.assertEqual(set(answer["ImageProperties"][part]), {"Quality", "DominantColors"})


class Exceptions(unittest.TestCase):
    # What the SDK would refuse by itself is sent all the same.
    client = boto3.client("rekognition", config=Config(parameter_validation=False))

    def refused(self, kind, **request):
        with self.assertRaises(kind) as caught:
            self.client.detect_labels(**request)
        answer = caught.exception.response
        self.assertRegex(answer["ResponseMetadata"]["RequestId"], ID)
        self.assertTrue(answer["Error"]["Message"])
        return answer

    def test_modeled(self):
        kinds = self.client.exceptions
        lemon = picture("lemon.jpg")
        missing = {"S3Object": {"Bucket": "blobsight", "Name": "nothing.jpg"}}
        small = {"Bytes": pathlib.Path("small.png").read_bytes()}
        wide = {"Bytes": pathlib.Path("wide.png").read_bytes()}
        for kind, request in [
            (kinds.InvalidImageFormatException, {"Image": {"Bytes": b"no picture"}}),
            (kinds.InvalidImageFormatException, {"Image": {"Bytes": lemon["Bytes"][:500]}}),
            (kinds.InvalidParameterException, {"Image": {}}),
            (kinds.InvalidParameterException, {"Image": {**lemon, **missing}}),
            (kinds.InvalidParameterException, {"Image": small}),
            (kinds.InvalidParameterException, {"Image": lemon, "Features": ["IMAGE_PROPERTIES"], "MaxLabels": 1}),
            (kinds.ImageTooLargeException, {"Image": wide}),
            (kinds.InvalidS3ObjectException, {"Image": missing}),
        ]:
            with self.subTest(kind.__name__):
                answer = self.refused(kind, **request)
                self.assertEqual(answer["ResponseMetadata"]["HTTPStatusCode"], 400)
                self.assertEqual(answer["Error"]["Code"], kind.__name__)

    def test_under_a_name_that_is_not_the_servers(self):
        def elsewhere(request, **_):
            request.headers["Host"] = "evil.example"

        client = boto3.client("rekognition")
        client.meta.events.register("before-send", elsewhere)
        with self.assertRaises(client.exceptions.AccessDeniedException):
            client.detect_labels(Image=picture("lemon.jpg"))

    def test_by_code(self):
        lemon = picture("lemon.jpg")
        for code, request in [
            ("ValidationException", {}),
            ("ValidationException", {"Image": lemon, "MinConfidence": 101}),
            ("ValidationException", {"Image": lemon, "Features": ["FACES"]}),
            ("ValidationException", {"Image": {"Bytes": bytes(5 * 1024 * 1024 + 1)}}),
            ("RequestEntityTooLargeException", {"Image": {"Bytes": bytes(8 * 1024 * 1024)}}),
        ]:
            with self.subTest(code):
                self.assertEqual(self.refused(ClientError, **request)["Error"]["Code"], code)

    def test_other_operations(self):
        with self.assertRaises(ClientError) as caught:
            self.client.detect_faces(Image=picture("lemon.jpg"))
        self.assertEqual(caught.exception.response["Error"]["Code"], "UnknownOperationException")


if __name__ == "__main__":
    unittest.main()
