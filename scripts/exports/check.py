"""Runs exported models in other programs: rates at random states, beats, validity. One line a check: CHECK name | figure | pass or fail."""
import importlib.util
import json
import sys
import numpy
from check_vector import rates_in_order

EXPECTED = json.load(open('expected.json'))
STATES, CASES, BEAT = EXPECTED['states'], EXPECTED['cases'], EXPECTED['beat']
FAILED = []


def say(name, figure, passed):
    print(f'CHECK {name} | {figure} | {"pass" if passed else "FAIL"}', flush=True)
    if not passed:
        FAILED.append(name)


def worst(pairs):
    largest, count = 0.0, 0
    for rates, expected in pairs:
        expected = numpy.array(expected)
        largest = max(largest, float(numpy.max(numpy.abs(numpy.array(rates) - expected) / numpy.maximum(numpy.abs(expected), 1e-30))))
        count += 1
    return largest, count


def say_rates(name, pairs):
    largest, count = worst(pairs)
    say(f'{name}: rates at {count} states', f'{largest:.2g} relative, asked 1e-9', largest < 1e-9 and count > 0)


def upstrokes(t, v):
    t, v = numpy.asarray(t), numpy.asarray(v)
    at = numpy.flatnonzero((v[:-1] < -20) & (v[1:] >= -20))
    return t[at] + (-20 - v[at]) / (v[at + 1] - v[at]) * (t[at + 1] - t[at])


def say_beat(name, t, v):
    """Against the beat by TwinClamp: each aligned at its last whole beat's upstroke."""
    ours_t = numpy.arange(len(BEAT['voltageMv'])) * BEAT['stepMs']
    ours_v = numpy.array(BEAT['voltageMv'])
    ours, theirs = upstrokes(ours_t, ours_v), upstrokes(t, v)
    cycle, other = numpy.diff(ours).mean(), numpy.diff(theirs).mean()
    say(f'{name}: cycle length', f'{other:.3f} ms, TwinClamp {cycle:.3f} ms, {100 * abs(other / cycle - 1):.4f} %, asked 0.1 %', abs(other / cycle - 1) < 1e-3)
    grid = numpy.arange(-100, 0.9 * cycle - 100, 0.5)
    difference = numpy.interp(ours[1] + grid, ours_t, ours_v) - numpy.interp(theirs[1] + grid, t, v)
    largest = numpy.max(numpy.abs(difference))
    say(f'{name}: beat aligned at its upstroke', f'{largest:.3f} mV, asked 0.5 mV', largest < 0.5)


def myokit_rates(model, name, paced):
    """@param paced: whether the file itself computes the stimulus"""
    import myokit
    by_name = {variable.name(): variable for variable in model.variables(deep=True)}
    time = model.time()
    order = [state.name() for state in model.states()]
    place = [order.index(state) for state in STATES]
    def pairs():
        for case in CASES:
            in_pulse = 'stim_amplitude' in case['parameters'] and case['timeMs'] < 3105
            if in_pulse and not paced:
                continue
            other = model.clone()
            for key, value in case['parameters'].items():
                other.get(by_name[key].qname()).set_rhs(value)
            if paced and time is not None:
                other.time().set_binding(None)
                other.get(time.qname()).set_rhs(case['timeMs'])
            state = [None] * len(order)
            for k, at in enumerate(place):
                state[at] = case['state'][k]
            rates = other.evaluate_derivatives(state, ignore_errors=True)
            yield [rates[at] for at in place], case['rates']
    say_rates(name, pairs())


def check_myokit():
    import myokit
    import myokit.formats
    model, protocol, _ = myokit.load('mmt_twin.mmt')
    model.validate()
    myokit_rates(model, f'Myokit {myokit.__version__}', False)
    simulation = myokit.Simulation(model, None)
    simulation.set_tolerance(1e-9, 1e-9)
    simulation.pre(BEAT['settleMs'])
    log = simulation.run(BEAT['lengthMs'], log=['engine.time', 'cell.V'], log_interval=BEAT['stepMs'])
    say_beat('Myokit', log['engine.time'], log['cell.V'])
    model.set_value('cell.stim_amplitude', 8)
    paced = myokit.Simulation(model, protocol)
    paced.set_tolerance(1e-8, 1e-8)
    log = paced.run(4000, log=['engine.time', 'cell.V', 'cell.I_stim'])
    pulses = int(numpy.sum(numpy.diff(numpy.array(log['cell.I_stim'])) > 0))
    say('Myokit: paced by its protocol', f'{pulses} stimuli in 4 s', pulses == 4)
    for file, name in (('cellml_twin.cellml', 'CellML 2.0 in Myokit'), ('cellml11_twin.cellml', 'CellML 1.1 in Myokit')):
        myokit_rates(myokit.formats.importer('cellml').model(file), name, True)
    myokit_rates(myokit.formats.importer('sbml').model('sbml_twin.xml'), 'SBML in Myokit', True)


def check_python():
    spec = importlib.util.spec_from_file_location('twin', 'python_twin.py')
    twin = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(twin)
    def pairs():
        for case in CASES:
            yield twin.rates(case['timeMs'], case['state'], dict(twin.PARAMETERS, **case['parameters'])), case['rates']
    say_rates('Python', pairs())
    many = twin.rates(0.0, numpy.array([case['state'] for case in CASES]).T)
    say('Python: many cells at once', f'{many.shape}', many.shape == (len(STATES), len(CASES)))
    t, y = twin.simulate(BEAT['settleMs'] + BEAT['lengthMs'], step=0.25)
    late = t >= BEAT['settleMs']
    say_beat('Python', t[late] - BEAT['settleMs'], y[0][late])


def check_sbml():
    import libsbml
    document = libsbml.readSBMLFromFile('sbml_twin.xml')
    document.checkConsistency()
    errors = [document.getError(i) for i in range(document.getNumErrors())]
    bad = [error for error in errors if error.getSeverity() >= libsbml.LIBSBML_SEV_ERROR]
    for error in bad[:5]:
        print(error.getMessage())
    say(f'SBML L{document.getLevel()}V{document.getVersion()} by libSBML {libsbml.__version__}', f'{len(bad)} errors, {len(errors) - len(bad)} warnings', not bad)


def check_table():
    import csv
    rows = list(csv.DictReader(open('ensemble.csv', newline='')))
    first = rows[0]
    same = all(abs(float(first[name]) / (0.9 * float(row['baseline'])) - 1) < 1e-12 for row in csv.DictReader(open('csv.csv', newline='')) for name in [row['id'].replace('.', '_')])
    say('CSV and ensemble table', f'{len(rows)} cells', same and first['origin'] == 'simulated' and 'too noisy' in first['alarms'])


def check_vector():
    values = numpy.loadtxt('vector_twin.txt', comments='%')
    by_name = EXPECTED['parameters']
    places = {16: 'ik1_g_K1', 22: 'ikr_g_Kr', 33: 'iks_g_Ks', 50: 'ical_p_CaL', 62: 'ina_g_Na', 76: 'ifunny_g_f', 81: 'ifunny_xF_const', 12: 'scale_INaK'}
    same = all(values[at] == by_name[name] for at, name in places.items())
    say('Vector', f'{values.size} values', values.size == 87 and same and not values[82:].any())
    plain = [case for case in CASES if not case['parameters']]
    say_rates('Vector, by the equations of the reference data', ((rates_in_order(values, STATES, case['state']), case['rates']) for case in plain))


def check_nwb(files):
    from pynwb import NWBHDF5IO, validate
    from nwbinspector import inspect_nwbfile, Importance
    for file in files:
        with NWBHDF5IO(file, 'r', load_namespaces=False) as io:
            nwb = io.read()
            errors = validate(io=io)
            series = list(nwb.acquisition.values())
            samples = sum(len(one.data) for one in series)
            twins = [name for name in nwb.processing['icephys'].data_interfaces if name.startswith('twin_')]
            rows = len(nwb.intracellular_recordings)
        say('NWB by pynwb', f'{len(series)} series, {samples} samples, {rows} intracellular recordings, {len(twins)} twin tables, {len(errors)} errors', not errors and rows == len(series))
        findings = list(inspect_nwbfile(nwbfile_path=file))
        serious = [one for one in findings if one.importance.value >= Importance.CRITICAL.value]
        for one in serious:
            print(one.message)
        say('NWB by nwbinspector', f'{len(serious)} critical findings, {len(findings) - len(serious)} suggestions', not serious)


def check_tables():
    """Tables of recordings by readers that know nothing of TwinClamp: pyABF for ATF, numpy for CSV."""
    import pyabf
    wave = numpy.float32(numpy.sin(numpy.arange(20000) / 700))
    atf = pyabf.ATF('recording_2.atf')
    channels = []
    for channel in range(atf.channelCount):
        atf.setSweep(0, channel)
        channels.append(numpy.array(atf.sweepY))
    figure = f'{len(channels)} channels of {channels[0].size} samples at {atf.dataRate} Hz'
    largest = max(float(numpy.max(numpy.abs(got - factor * wave))) for got, factor in zip(channels, (50, 200)))
    say(f'ATF by pyABF {pyabf.__version__}', f'{figure}, largest difference {largest:.2g}', len(channels) == 2 and channels[0].size == 20000 and atf.dataRate == 10000 and largest < 1e-4)
    for recording, lost in ((1, 1000), (2, 0)):
        # numpy takes names from the first comment line where there is one.
        lines = [line for line in open(f'recording_{recording}.csv', encoding='utf-8') if not line.startswith('#')]
        table = numpy.genfromtxt(lines, delimiter=',', names=True, deletechars='')
        time, volt, density = (table[name] for name in ('Time_(s)', 'Voltage_(V)', 'Current_(pA/pF)'))
        gone = numpy.isnan(volt) & numpy.isnan(density)
        expected = numpy.arange(5000, 5000 + lost)
        largest = float(numpy.nanmax(numpy.abs(numpy.stack([1000 * volt - 50 * wave, density - 4 * wave]))))
        even = float(numpy.max(numpy.abs(time - numpy.arange(20000) / 10000)))
        same = numpy.array_equal(numpy.flatnonzero(gone), expected) and largest < 1e-4 and even < 1e-9
        say(f'CSV of recording {recording} by numpy', f'{volt.size} samples, {int(gone.sum())} of them lost, largest difference {largest:.2g}', same)


for check in (check_python, check_myokit, check_sbml, check_table, check_tables, check_vector):
    check()
check_nwb(sys.argv[1:])
sys.exit(1 if FAILED else 0)
