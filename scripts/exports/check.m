% Rates of matlab_twin.m at the states of cases.csv against those expected; prints the worst relative difference and the cycle length.
addpath(pwd);
cases = csvread('cases.csv');
names = strsplit(strtrim(fileread('changed.txt')), "\n");
[p0, y0, states, currents] = matlab_twin();
n = numel(y0);
worst = 0;
for k = 1:rows(cases)
  p = p0;
  for i = 1:numel(names)
    if ! isnan(cases(k, 1 + i))
      p.(names{i}) = cases(k, 1 + i);
    end
  end
  first = 1 + numel(names);
  y = cases(k, first + (1:n))';
  expected = cases(k, first + n + (1:n))';
  dy = matlab_twin(cases(k, 1), y, p);
  worst = max(worst, max(abs(dy - expected) ./ max(abs(expected), 1e-30)));
end
printf("RATES %d %.3g\n", rows(cases), worst);
options = odeset('RelTol', 1e-6, 'AbsTol', 1e-8, 'MaxStep', 20);
[t, y] = ode15s(@(t, y) matlab_twin(t, y, p0), [0 4000], y0, options);
v = y(:, 1);
up = find(v(1:end - 1) < -20 & v(2:end) >= -20);
at = t(up) + (-20 - v(up)) ./ (v(up + 1) - v(up)) .* (t(up + 1) - t(up));
printf("CYCLE %.4f\n", at(end) - at(end - 1));
