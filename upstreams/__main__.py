"""Run the company alone and print where it is: `python -m upstreams`. Ctrl-C ends it."""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys

from upstreams.launch import Company


def main() -> None:
    """Run until Ctrl-C."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--creators", type=int, default=50)
    parser.add_argument("--per-minute", type=float, default=2.0)
    arguments = parser.parse_args()
    asyncio.run(_run(arguments.seed, arguments.creators, arguments.per_minute))


async def _run(seed: int, creators: int, per_minute: float) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with Company(seed=seed, creators=creators, per_minute=per_minute) as running:
        told = {
            "upstreams": running.upstreams,
            "mongodb_uri": running.mongodb_uri,
            "gateway_mongodb_uri": running.gateway_mongodb_uri,
            "shares_mongodb_uri": running.shares_mongodb_uri,
            "owner_mongodb_uri": running.owner_mongodb_uri,
            "media_directory": running.media_directory,
            "service_credential": running.service_credential,
            "sessions": running.sessions,
            "creators": running.creators,
            "pids": running.pids,
        }
        sys.stdout.write(json.dumps(told, indent=1) + "\n")
        sys.stdout.flush()
        await stop.wait()


if __name__ == "__main__":
    main()
