"""Validates a bag as RFC 8493 section 3 says, with nothing but Python's standard library. Names are bytes throughout."""

import hashlib
import os
import re
import sys


def files(root, above=b""):
    for entry in os.scandir(os.path.join(root, above)):
        path = os.path.join(above, entry.name)
        if entry.is_dir(follow_symlinks=False):
            yield from files(root, path)
        else:
            assert entry.is_file(follow_symlinks=False), f"not a regular file: {path!r}"
            yield path


def digest(root, path, algorithm):
    with open(os.path.join(root, path), "rb") as file:
        return hashlib.file_digest(file, algorithm).hexdigest()


def check(root, manifest, expected):
    algorithm = re.fullmatch(rb"(?:tag)?manifest-([a-z0-9]+)\.txt", manifest).group(1).decode()
    listed = set()
    with open(os.path.join(root, manifest), "rb") as file:
        for line in file.read().removesuffix(b"\n").split(b"\n"):
            value, path = re.fullmatch(rb"([0-9a-f]+)[ \t]+(.+)", line, re.S).groups()
            path = re.sub(rb"%(0A|0D|25)", lambda code: bytes([int(code.group(1), 16)]), path)
            assert path not in listed, f"listed twice: {path!r}"
            listed.add(path)
            assert digest(root, path, algorithm) == value.decode(), f"changed: {path!r}"
    assert listed == expected, f"not as listed: {sorted(listed ^ expected)!r}"


root = os.fsencode(sys.argv[1])
with open(os.path.join(root, b"bagit.txt"), "rb") as declaration:
    assert declaration.read() == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", "declaration"
present = set(files(root))
payload = {path for path in present if path.startswith(b"data/")}
top = {path for path in present if b"/" not in path}
manifests = {path for path in top if path.startswith(b"manifest-")}
tag_manifests = {path for path in top if path.startswith(b"tagmanifest-")}
assert manifests and tag_manifests, "no manifests"
for manifest in manifests:
    check(root, manifest, payload)
for manifest in tag_manifests:
    check(root, manifest, present - payload - tag_manifests)
with open(os.path.join(root, b"bag-info.txt"), encoding="utf-8", newline="\n") as info:
    lines = info.read().split("\n")
assert lines.pop() == "", "the last line has no end"
assert all(re.match(r"[^\s:][^:]*: \S|[ \t]+\S", line) for line in lines), "bag-info.txt"
oxum = [line.removeprefix("Payload-Oxum: ") for line in lines if line.startswith("Payload-Oxum: ")]
size = sum(os.path.getsize(os.path.join(root, path)) for path in payload)
assert oxum == [f"{size}.{len(payload)}"], f"Payload-Oxum: {oxum}"
print("valid")
