"""Fills a journal with finished tasks:  journal.py DATA_FOLDER COUNT [LIVE]

With LIVE, that many more are made at the service at APIXO_BASE_URL and stand in the journal as running.
"""
import json, os, sqlite3, sys, time, urllib.request

WORDS = "lighthouse fog bakery lantern harbour orchard violin glacier market comet meadow canal".split()


def prompt(number):
    return " ".join(WORDS[(number * step + step) % len(WORDS)] for step in (1, 3, 5, 7, 11))


def live_task(number):
    body = {"input": {"mode": "gpt-image-1", "prompt": f"{prompt(number)} [never]", "aspect_ratio": "1:1", "num_images": 1}}
    call = urllib.request.Request(
        os.environ["APIXO_BASE_URL"] + "/api/v1/generateTask/gpt-image-1",
        json.dumps(body).encode(),
        {"Authorization": "Bearer " + os.environ["APIXO_API_KEY"], "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(call) as answer:
        return json.dumps(body), json.load(answer)["data"]["taskId"]


folder, count, live = sys.argv[1], int(sys.argv[2]), int((sys.argv + ["0"])[3])
now = int(time.time() * 1000)
journal = sqlite3.connect(f"{folder}/journal.sqlite")
columns = "model, prompt, request, submittedAt, state, rank, phase, taskId, acceptedAt, endedAt, createTime, completeTime, costTime, looks, resultJson"
rows = []
for number in range(count):
    began = now - (count - number) * 60_000
    request = json.dumps({"request_type": "async", "input": {"mode": "gpt-image-1", "prompt": prompt(number)}})
    result = json.dumps({"resultUrls": [f"https://r2.apixo.ai/{number:08}.png"]})
    rows.append(("gpt-image-1", prompt(number), request, began, "success", 7, None, f"task_{number:08}", began, began + 30_000,
                 began, began + 30_000, 30_000, 5, result))
for number in range(live):
    request, task = live_task(number)
    rows.append(("gpt-image-1", prompt(number), request, now, "pending", 2, "pending", task, now, None, None, None, None, 0, None))
journal.executemany(f"INSERT INTO task ({columns}) VALUES ({','.join('?' * 15)})", rows)
journal.commit()
