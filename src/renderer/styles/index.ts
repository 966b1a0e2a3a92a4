/** Order matters: Blueprint first, then the tokens and rules that calm it. */
import '@blueprintjs/core/lib/css/blueprint.css';
import 'uplot/dist/uPlot.min.css';
import './tokens.css';
import './base.css';
import './blueprint.css';
import './shell.css';
import './plots.css';
import './panels.css';
import './desks.css';
import './tables.css';
import './protocol.css';
