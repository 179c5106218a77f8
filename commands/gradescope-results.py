#!/usr/bin/env python3
"""Hands out the result that grade4 stored for whoever submitted. Runs nothing that was submitted."""
import hashlib
import json
import pathlib
import shutil
import sys

root = pathlib.Path(__file__).resolve().parent
users = json.loads((root / "submission_metadata.json").read_text(encoding="utf-8")).get("users", [])
emails = [str(user.get("email", "")).strip().lower() for user in users]
for email in emails:
    stored = root / "source" / "stored" / (hashlib.sha256(email.encode()).hexdigest() + ".json")
    if stored.is_file():
        (root / "results").mkdir(exist_ok=True)
        shutil.copyfile(stored, root / "results" / "results.json")
        sys.exit(0)
sys.exit("grade4 has no result for " + (", ".join(emails) or "nobody") + ". Is the e-mail in the roster the one on Gradescope?")
