"""20,000 status polls, 100 at once, with httpx:  polls.py BASE_URL KEY TASK_ID COUNT; prints the CPU seconds they took."""
import asyncio, resource, sys

import httpx

base, key, task, count = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])


async def main():
    limits = httpx.Limits(max_connections=100, max_keepalive_connections=100)
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {key}"}, limits=limits, timeout=60) as client:
        left = iter(range(count))

        async def look():
            for _ in left:
                answer = await client.get(f"{base}/api/v1/statusTask/gpt-image-1", params={"taskId": task})
                assert answer.json()["data"]["state"], answer.text

        await asyncio.gather(*(look() for _ in range(100)))


asyncio.run(main())
used = resource.getrusage(resource.RUSAGE_SELF)
print(f"{'python httpx':24}{count} looks  CPU {used.ru_utime + used.ru_stime:.2f} s")
