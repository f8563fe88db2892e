"""What is in deploy/ fits the product and itself: settings that exist, volumes and secrets that are declared, one rule for all proxies."""

from __future__ import annotations

import re
import tomllib
from fnmatch import fnmatch
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml

from index.settings import Settings
from tests.conftest import ROOT

DEPLOY = ROOT / "deploy"
FILES = sorted(path for path in DEPLOY.rglob("*") if path.is_file())
MANIFESTS: list[dict[str, Any]] = list(
    chain.from_iterable(
        yaml.safe_load_all(path.read_text("utf-8"))
        for path in sorted((DEPLOY / "kubernetes").glob("*.yaml"))
        if path.name != "kustomization.yaml"
    )
)
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_setting_is_one(path: Path) -> None:
    named = set(re.findall(r"\bYINZHENG_([A-Z_]+)", path.read_text("utf-8")))
    assert {name.lower() for name in named} <= set(Settings.model_fields)


def of_kind(kind: str) -> list[dict[str, Any]]:
    return [one for one in MANIFESTS if one["kind"] == kind]


def test_kubernetes_names_what_it_declares() -> None:
    listed = yaml.safe_load((DEPLOY / "kubernetes" / "kustomization.yaml").read_text("utf-8"))["resources"]
    assert sorted(listed) == sorted(path.name for path in (DEPLOY / "kubernetes").glob("*.yaml") if path.name[0] != "k")
    (deployment,) = of_kind("Deployment")
    pod = deployment["spec"]["template"]
    claims = {
        one["persistentVolumeClaim"]["claimName"] for one in pod["spec"]["volumes"] if "persistentVolumeClaim" in one
    }
    assert claims == {one["metadata"]["name"] for one in of_kind("PersistentVolumeClaim")}
    volumes = {one["name"] for one in pod["spec"]["volumes"]}
    containers = [*pod["spec"]["initContainers"], *pod["spec"]["containers"]]
    assert {mount["name"] for one in containers for mount in one["volumeMounts"]} == volumes
    assert pod["spec"]["enableServiceLinks"] is False, "YINZHENG_PORT would be a setting that does not exist"
    labels = pod["metadata"]["labels"].items()
    (service,), (budget,) = of_kind("Service"), of_kind("PodDisruptionBudget")
    for selector in (service["spec"]["selector"], budget["spec"]["selector"]["matchLabels"]):
        assert selector.items() <= labels
    for ingress in of_kind("Ingress"):
        for rule in ingress["spec"]["rules"]:
            for path in rule["http"]["paths"]:
                assert path["backend"]["service"]["name"] == service["metadata"]["name"]


def test_all_proxies_have_one_rule() -> None:
    nginx = (DEPLOY / "nginx.conf").read_text("utf-8")
    by = {one["metadata"]["annotations"]["nginx.ingress.kubernetes.io/upstream-hash-by"] for one in of_kind("Ingress")}
    (question,) = re.findall(r"default\s+\"([^\"]+)\";", nginx)
    assert by == {question, "$remote_addr"}
    assert "hash $remote_addr consistent;" in nginx


def test_compose_names_what_it_declares() -> None:
    services = COMPOSE["services"]
    ports = set(re.findall(r"127\.0\.0\.1:(\d+)", (DEPLOY / "nginx.conf").read_text("utf-8")))
    assert {one["command"][-1] for one in services.values() if "serve" in one.get("command", [])} == ports
    for one in services.values():
        named = {volume.partition(":")[0] for volume in one.get("volumes", []) if volume[0] not in "./$"}
        assert named <= COMPOSE["volumes"].keys()
        assert set(one.get("secrets", [])) <= COMPOSE["secrets"].keys()
        assert set(one.get("depends_on", {})) <= services.keys()
    assert services["index"]["network_mode"] == "none"
    (mounted,) = (volume for volume in services["proxy"]["volumes"])
    assert (DEPLOY / mounted.partition(":")[0]).is_file()


def test_the_image_lacks_nothing_that_is_installed() -> None:
    left_out = [
        line
        for line in (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    needed = ["pyproject.toml", "constraints.txt", "Makefile", project["project"]["readme"], "seeds"]
    needed += [*project["project"]["license-files"], "index", "qa", "yinzheng"]
    assert not [one for one in needed if any(fnmatch(one, pattern) for pattern in left_out)]
