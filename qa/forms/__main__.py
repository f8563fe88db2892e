"""`python -m qa.forms > qa/proof/answer.schema.json`, and with `evidence` `> qa/proof/evidence.schema.json`."""

from __future__ import annotations

import json
import sys

from qa.forms.schema import made_evidence_schema, made_schema

made = made_evidence_schema() if sys.argv[1:] == ["evidence"] else made_schema()
print(json.dumps(made, ensure_ascii=False, indent=2))
