"""What the paper's reference code does with its input. Prints what `report` in measure.ts prints."""

import json
import resource
import sys
import time

import pandas

started = time.perf_counter()
rows = pandas.read_csv(sys.argv[1]).to_dict("records")
seconds = time.perf_counter() - started
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(json.dumps({"seconds": seconds, "peak": peak, "cpu": time.process_time(), "examples": len(rows)}))
