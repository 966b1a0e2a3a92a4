"""Runs cells through Myokit's CVODES simulation. Reads one JSON job from standard input, writes one JSON answer.

Job: model (mmt text), events ({label: [[level, start, duration], ...]} or null), duration (ms), cells ([{constant: value}, ...]),
tolerances ([[absolute, relative], ...]), log (variable), times (ms), observedFrom (ms or null) and observed
(variables that are logged with it from there on, nothing before). Answer: per tolerance and cell the CPU time of the simulation
with the variable logged at the solver's own steps (ms), the number of steps, and the values at the requested times from a second run.
"""
import json
import sys
import time

job = json.load(sys.stdin)
try:
    import myokit

    model = myokit.parse_model(job["model"])
    model.validate()
    protocols = None
    if job["events"] is not None:
        protocols = {}
        for label, events in job["events"].items():
            protocol = myokit.Protocol()
            for level, start, duration in events:
                protocol.schedule(level, start, duration)
            protocols[label] = protocol
    simulation = myokit.Simulation(model, protocols)
except Exception as error:
    json.dump({"unavailable": str(error).strip().splitlines()[0][:300]}, sys.stdout)
    sys.exit(0)

answers = []
for absolute, relative in job["tolerances"]:
    simulation.set_tolerance(absolute, relative)
    rows = []
    for constants in job["cells"]:
        for name, value in constants.items():
            simulation.set_constant("cell." + name, value)
        row = {}
        simulation.reset()
        start = time.process_time()
        if job["observedFrom"] is None:
            simulation.run(job["duration"], log=[job["log"]])
        else:
            simulation.run(job["observedFrom"], log=[])
            simulation.run(job["duration"] - job["observedFrom"], log=[job["log"], *job["observed"]])
        row["cpuMs"] = 1000 * (time.process_time() - start)
        row["steps"] = simulation.last_number_of_steps()
        simulation.reset()
        log = simulation.run(job["duration"] + 1e-6, log=[job["log"]], log_times=job["times"])
        row["values"] = [round(float(x), 7) for x in log[job["log"]]]
        rows.append(row)
    answers.append(rows)
json.dump({"version": myokit.__version__, "sundials": myokit.Sundials.version(), "runs": answers}, sys.stdout)
