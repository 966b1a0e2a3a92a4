"""The 87-value vector against the equations of the cell as the reference data beside the project restate them (model/KERNIK2019.md).

An implementation of its own: nothing of TwinClamp but the vector and the states at which its rates are asked for.
"""
import numpy

R, F, T = 8.314472, 96.4853415, 310.0
KO, CAO, NAO = 5.4, 1.8, 140.0
CM = 60.0
VC, VSR = 3960 * 16404 / 17498, 3960 * 1094 / 17498
exp = numpy.exp


def gate(v, x1, x2, x5, x6, offset):
    """Steady state, and time constant in ms."""
    x3, x4 = x5 * x1, 1 / (1 / x2 + 1 / x6)
    a, b = x1 * exp(v / x2), x3 * exp(v / x4)
    return a / (a + b), 1 / (a + b) + offset


def goldman(v, z, p, inside, outside, gamma):
    u = z * v * F / (R * T)
    flux = (gamma[0] * inside * exp(u) - gamma[1] * outside) / (exp(u) - 1)
    return p * z * z * v * F * F / (R * T) * flux


def rates(vector, state):
    """dx/dt by the name of the state, without a stimulus. @param state by name."""
    s = {name.split('.')[-1]: value for name, value in state.items()}
    v, casr, cai, nai, ki = s['V'], s['Ca_SR'], s['Cai'], s['Nai'], s['Ki']
    scale, p = vector[:16], list(vector[16:])

    def take(n):
        taken = p[:n]
        del p[:n]
        return taken

    k1, kr, ks, to = take(6), take(11), take(6), take(11)
    ca, cat, na, fu = take(11), take(1), take(14), take(6)
    e_ca, e_na, e_k = R * T / (2 * F) * numpy.log(CAO / cai), R * T / F * numpy.log(NAO / nai), R * T / F * numpy.log(KO / ki)
    out = {}

    def relax(name, inf, tau):
        out[name] = (inf - s[name]) / tau

    a, b = k1[1] * exp((v + k1[3]) / k1[2]), exp((v + k1[5]) / k1[4])
    i_k1 = k1[0] * numpy.sqrt(KO / 5.4) * (v - e_k) * a / (a + b)
    relax('Xr1', *gate(v, *kr[1:5], kr[9]))
    relax('Xr2', *gate(v, *kr[5:9], kr[10]))
    i_kr = kr[0] * numpy.sqrt(KO / 5.4) * s['Xr1'] * s['Xr2'] * (v - e_k)
    relax('Xs', *gate(v, *ks[1:5], ks[5]))
    i_ks = ks[0] * s['Xs'] ** 2 * (v - e_k)
    relax('r', *gate(v, *to[1:5], to[9]))
    relax('s', *gate(v, *to[5:9], to[10]))
    i_to = scale[3] * to[0] * s['r'] * s['s'] * (v - e_k)
    relax('m', *gate(v, *na[1:5], na[11]))
    relax('h', *gate(v, *na[5:9], na[12]))
    relax('j', *gate(v, na[9], na[10], na[7], na[8], na[13]))
    i_na = na[0] * s['m'] ** 3 * s['h'] * s['j'] * (v - e_na)
    relax('Xf', *gate(v, *fu[1:5], fu[5]))
    share = 0.491 / 1.491
    i_fna, i_fk = share * fu[0] * s['Xf'] * (v - e_na), (1 - share) * fu[0] * s['Xf'] * (v - e_k)
    relax('d', *gate(v, *ca[1:5], ca[9]))
    relax('f', *gate(v, *ca[5:9], ca[10]))
    x = 1.2 * cai
    inf = (1 / (1 + (x / 0.000325) ** 8) + 0.1 / (1 + exp((x - 0.0005) / 0.0001)) + 0.2 / (1 + exp((x - 0.00075) / 0.0008)) + 0.23) / 1.46
    out['fCa'] = 0.0 if inf > s['fCa'] and v > -60 else (inf - s['fCa']) / 2
    shares = numpy.array([5.4e-4, 1.5e-8, 2.7e-7])
    shares = ca[0] * shares / shares.sum()
    open_share = s['d'] * s['f'] * s['fCa']
    cal_ca = open_share * goldman(v, 2, shares[0], cai, CAO, (0.341, 0.341))
    cal_na = open_share * goldman(v, 1, shares[1], nai, NAO, (0.75, 0.75))
    cal_k = open_share * goldman(v, 1, shares[2], ki, KO, (0.75, 0.75))
    i_cat = scale[5] * cat[0] * s['dCaT'] * s['fCaT'] * (v - e_ca)
    relax('dCaT', 1 / (1 + exp(-(v + 26.3) / 6)), 1 / (1.068 * exp((v + 26.3) / 30) + 1.068 * exp(-(v + 26.3) / 30)))
    relax('fCaT', 1 / (1 + exp((v + 61.7) / 5.6)), 1 / (0.0153 * exp(-(v + 61.7) / 83.3) + 0.015 * exp((v + 61.7) / 15.38)))
    vf = v * F / (R * T)
    i_naca = scale[8] * 1100 * (exp(0.7 * vf) * nai ** 3 * CAO - exp(-0.3 * vf) * NAO ** 3 * cai * 2.75) / (
        (87.5 ** 3 + NAO ** 3) * (1.38 + CAO) * (1 + 0.1 * exp(-0.3 * vf)))
    i_nak = scale[12] * 1.362 * 1.818 * KO * nai / ((KO + 1) * (nai + 40) * (1 + 0.1245 * exp(-0.1 * vf) + 0.0353 * exp(-vf)))
    i_bna, i_bca = scale[13] * 0.00029 * 1.5 * (v - e_na), scale[14] * 0.000592 * 0.62 * (v - e_ca)
    i_pca = scale[15] * 0.2625 * cai / (cai + 0.0005)
    i_up = 0.000425 * 0.26 / (1 + (0.00025 * 0.702) ** 2 / cai ** 2)
    i_leak = 1.6e-6 * (casr - cai)
    k_casr = 15 - 14 / (1 + (0.45 / casr) ** 2.5)
    ko, kic = 56320 * 11.43025 / k_casr, 54 * 0.3425 * k_casr
    kom, kim = 1.5 * 0.1429, 0.001 * 0.5571
    rr, oo, ii = s['R'], s['O'], s['I']
    rest = 1 - rr - oo - ii
    out['R'] = kim * rest - kic * cai * rr - ko * cai ** 2 * rr + kom * oo
    out['O'] = ko * cai ** 2 * rr - kom * oo - kic * cai * oo + kim * ii
    out['I'] = kic * cai * oo - kim * ii - kom * ii + ko * cai ** 2 * rest
    i_rel = 12.5 * oo * (casr - cai) * VSR / VC
    out['Ca_SR'] = 1 / (1 + 12 * 0.3 / (casr + 0.3) ** 2) * VC / VSR * (i_up - i_rel - i_leak)
    out['Cai'] = 1 / (1 + 0.06 * 0.0006 / (cai + 0.0006) ** 2) * (
        i_leak - i_up + i_rel - (cal_ca + i_cat + i_bca + i_pca - 2 * i_naca) * CM / (2 * VC * F))
    out['Nai'] = -CM / (F * VC) * (i_na + i_bna + i_fna + 3 * i_nak + 3 * i_naca + cal_na)
    out['Ki'] = -CM / (F * VC) * (i_k1 + i_to + i_kr + i_ks + i_fk - 2 * i_nak + cal_k)
    out['V'] = -(i_k1 + i_to + i_kr + i_ks + cal_ca + cal_na + cal_k + i_cat + i_nak + i_na + i_naca + i_pca + i_fna + i_fk + i_bna + i_bca)
    return out


"""Names of the model files for the states, and how they are those of the reference data: its four states of the release channel are the
products of an activation and an availability that do not depend on each other."""
NAMES = {'caSr': 'Ca_SR', 'cai': 'Cai', 'nai': 'Nai', 'ki': 'Ki', 'xr1': 'Xr1', 'xr2': 'Xr2', 'xs': 'Xs', 'xf': 'Xf'}


def rates_in_order(vector, names, values):
    """Rates of the states of a model file in its order."""
    given = dict(zip(names, values))
    active, available = given.pop('ryrActive'), given.pop('ryrAvailable')
    state = {NAMES.get(name, name): value for name, value in given.items()}
    state.update(R=(1 - active) * available, O=active * available, I=active * (1 - available))
    out = rates(vector, state)
    out.update(ryrActive=out['O'] + out['I'], ryrAvailable=out['R'] + out['O'])
    return [out[NAMES.get(name, name)] for name in names]
