"""boto3 against a server with API keys.

KEY is an API key, BLOB the id of a picture of a lemon that the server holds;
AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are what "blobsight keys aws" prints for it.
"""

import datetime
import os
import pathlib
import unittest
from unittest import mock

import boto3
from botocore import UNSIGNED, auth
from botocore.config import Config
from botocore.exceptions import ClientError

KEY = os.environ["KEY"]
STORED = {"S3Object": {"Bucket": "blobsight", "Name": os.environ["BLOB"]}}
LEMON = {"Bytes": (pathlib.Path(os.environ["SAMPLES"]) / "lemon.jpg").read_bytes()}


def detect(image=LEMON, **settings):
    answer = boto3.client("rekognition", **settings).detect_labels(Image=image)
    return [label["Name"] for label in answer["Labels"]]


class Keys(unittest.TestCase):
    def refused(self, code, **settings):
        with self.assertRaises(ClientError) as caught:
            detect(**settings)
        self.assertEqual(caught.exception.response["Error"]["Code"], code)
        return caught.exception.response["Error"]["Message"]

    def test_let_in(self):
        self.assertIn("Lemon", detect())
        self.assertIn("Lemon", detect(aws_access_key_id=KEY, aws_secret_access_key=KEY))

    def test_own_pictures(self):
        self.assertIn("Lemon", detect(STORED))
        self.refused("InvalidS3ObjectException", image={"S3Object": {"Bucket": "blobsight", "Name": "lemon.jpg"}})
        self.refused("InvalidS3ObjectException", image={"S3Object": {"Bucket": "elsewhere", "Name": os.environ["BLOB"]}})

    def test_kept_out(self):
        self.refused("InvalidSignatureException", aws_access_key_id=KEY, aws_secret_access_key=KEY[:-1] + "?")
        self.refused("UnrecognizedClientException", aws_access_key_id="AKIDEXAMPLE", aws_secret_access_key=KEY)
        self.refused("MissingAuthenticationTokenException", config=Config(signature_version=UNSIGNED))

    def test_changed_on_the_way(self):
        def another_body(request, **_):
            request.body = request.body.replace(b"}", b" }")
            request.headers["Content-Length"] = str(len(request.body))

        def another_scheme(request, **_):
            request.headers["Authorization"] = f"Bearer {KEY}"

        for change, code in [(another_body, "InvalidSignatureException"), (another_scheme, "IncompleteSignatureException")]:
            client = boto3.client("rekognition")
            client.meta.events.register("before-send", change)
            with self.subTest(code), self.assertRaises(ClientError) as caught:
                client.detect_labels(Image=LEMON)
            self.assertEqual(caught.exception.response["Error"]["Code"], code)

    def test_other_region(self):
        self.assertIn("us-east-1", self.refused("InvalidSignatureException", region_name="eu-central-1"))

    def test_clocks(self):
        for minutes, wrong in [(-20, True), (20, True), (-10, False), (10, False)]:
            now = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=minutes)
            with self.subTest(minutes=minutes), mock.patch.object(auth, "get_current_datetime", lambda: now):
                if wrong:
                    self.refused("InvalidSignatureException")
                else:
                    self.assertIn("Lemon", detect())


if __name__ == "__main__":
    unittest.main()
