"""Advances one matter from its registration to its end.

    python3 example.py [tcp:127.0.0.1:7314]

The server must run with the sample data, whose tokens are public.
"""

import datetime
import sys

from yushi import Refused, Yushi

BEIJING = datetime.timezone(datetime.timedelta(hours=8))


def advance(address):
    people = {
        role: Yushi(address, token="sample-" + person)
        for role, person in {
            "clerk": "cy-clerk",
            "investigator": "cy-inv1",
            "signatory": "cy-sign",
            "market": "cy-market-resp",
        }.items()
    }
    case = people["clerk"].command(
        "matter.register",
        supervised="chaoyang-market",
        source={"kind": "complaint"},
        content=2,
        summary="市民反映市场监管部门对举报久拖不决",
    )

    def step(who, method, **params):
        nonlocal case
        case = people[who].command(
            method, matter=case["matter"], expectedVersion=case["version"], **params
        )
        number = case.get("document", {}).get("number", "")
        print(case["matter"], case["version"], method, "->", case["phase"], number)

    print(case["matter"], case["version"], "matter.register ->", case["phase"])
    step("clerk", "matter.accept", investigators=["cy-inv1"])
    try:
        step("signatory", "opinion.issue", requirements=["办结举报"], deadline={"workingDays": 10})
    except Refused as refusal:
        print("refused:", refusal.reason, "-", refusal.messages["zh"])
    step(
        "investigator",
        "investigation.recordMeasure",
        kind="retrieveFiles",
        on=datetime.datetime.now(BEIJING).date().isoformat(),
        summary="调取举报办理案卷",
    )
    step(
        "investigator",
        "investigation.conclude",
        outcome="problem",
        facts="三件举报超期未办结",
        grounds=[3],
        severity="ordinary",
    )
    step("signatory", "opinion.issue", requirements=["办结举报"], deadline={"workingDays": 10})
    step("market", "rectification.report", measures=[{"item": 1, "text": "已全部办结"}])
    step("investigator", "rectification.accept", verified=[1])

    print("The history:")
    for entry in people["clerk"].items("matter.history", matter=case["matter"]):
        names = ", ".join(event["event"] for event in entry["events"])
        print(f"  {entry['version']:2} {entry['principal']:15} {names}")
    for connection in people.values():
        connection.close()


if __name__ == "__main__":
    advance(sys.argv[1] if len(sys.argv) > 1 else "tcp:127.0.0.1:7314")
