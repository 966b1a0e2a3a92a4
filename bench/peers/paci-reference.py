"""Reference traces of the Paci 2018 cell by Myokit's CVODES, from an independent model file.

Usage: python paci-reference.py paci-2018.mmt PROTOCOL.json OUT.json
The model file is c/paci-2018.mmt of github.com/myokit/models (commit 00816d9). It is read, never copied. Written are, all from the
published initial state: the total current and every current under an ideal clamp (10 s hold, every 4 ms), the record through an
effective series resistance with a seal leak (10 s hold, every 0.5 ms), and the membrane potential without a clamp (8 s, every 1 ms).
"""
import json
import sys

import myokit
import numpy

HOLD_MS = 10000
RS_CM_MS = 0.24
LEAK_NS_PF = 1 / 60
# Sample on an edge belongs to the segment that ends there.
BEFORE_MS = 1e-6
NAMES = {
    "I_K1": "ik1.IK1", "I_to": "ito.Ito", "I_Kr": "ikr.IKr", "I_Ks": "iks.IKs", "I_CaL": "ical.ICaL", "I_NaK": "inak.INaK",
    "I_Na": "ina.INa", "I_NaL": "inal.INaL", "I_NaCa": "inaca.INaCa", "I_pCa": "ipca.IpCa", "I_f": "if.If", "I_bNa": "ibna.IbNa",
    "I_bCa": "ibca.IbCa",
}


def simulation(model):
    made = myokit.Simulation(model)
    made.set_tolerance(1e-10, 1e-9)
    return made


def with_command(model):
    engine = model.get("engine")
    for name in ("base", "slope", "start"):
        engine.add_variable(name, rhs=0)
    return "engine.base + engine.slope * (engine.time - engine.start)"


def ideal(model):
    command = with_command(model)
    voltage = model.get("membrane.V")
    voltage.demote()
    voltage.set_rhs(command)
    return {"Itot": "membrane.i_ion", **NAMES}


def electrode(model):
    """The record is the electrode's current less the slow-capacitance signal of an estimate that lags the command by Rs Cm."""
    command = with_command(model)
    membrane = model.get("membrane")
    membrane.add_variable("command", rhs=command)
    estimate = membrane.add_variable("E", rhs=f"(command - E) / {RS_CM_MS}")
    estimate.promote(-80)
    leak = f"{LEAK_NS_PF!r} * V"
    model.get("membrane.V").set_rhs(f"-(i_ion + {leak}) + (command - V) / {RS_CM_MS}")
    membrane.add_variable("Imeas", rhs=f"(command - V) / {RS_CM_MS} - (command - E) / {RS_CM_MS}")
    return {"Imeas": "membrane.Imeas"}


def play(path, protocol, prepare, every_ms):
    model = myokit.load_model(path)
    logged = prepare(model)
    runner = simulation(model)
    segments = [(protocol["holdingMv"], protocol["holdingMv"], HOLD_MS)] + [
        (s["voltageMv"], s["voltageMv"], s["durationMs"]) if s["kind"] == "step" else (s["startMv"], s["endMv"], s["durationMs"])
        for s in protocol["segments"]
    ]
    result = {name: [] for name in logged}
    start = 0.0
    sample = 0
    for first, last, duration in segments:
        end = start + duration
        runner.set_constant("engine.base", first)
        runner.set_constant("engine.slope", (last - first) / duration)
        runner.set_constant("engine.start", start)
        times = []
        while HOLD_MS + sample * every_ms <= end + BEFORE_MS:
            times.append(HOLD_MS + sample * every_ms - BEFORE_MS)
            sample += 1
        log = runner.run(duration, log=list(logged.values()), log_times=numpy.array(times) if times else numpy.array([start]))
        if times:
            for name, variable in logged.items():
                result[name] += list(log[variable])
        start = end
    return result


def rounded(values):
    return [float(f"{value:.7g}") for value in values]


def main(path, protocol_path, out):
    with open(protocol_path) as file:
        protocol = json.load(file)
    free = simulation(myokit.load_model(path)).run(8001, log=["membrane.V"], log_times=numpy.arange(0, 8001, 1.0))
    reference = {
        "source": "myokit/models c/paci-2018.mmt, commit 00816d9, Myokit " + myokit.__version__ + ", CVODES 1e-10 / 1e-9",
        "clamp": {"everyMs": 4, **{k: rounded(v) for k, v in play(path, protocol, ideal, 4).items()}},
        "electrode": {"everyMs": 0.5, "rsCmMs": RS_CM_MS, "leakNsPf": LEAK_NS_PF, **{k: rounded(v) for k, v in play(path, protocol, electrode, 0.5).items()}},
        "free": {"everyMs": 1, "V_mV": rounded(free["membrane.V"])},
    }
    with open(out, "w") as file:
        json.dump(reference, file, separators=(",", ":"))


main(*sys.argv[1:])
