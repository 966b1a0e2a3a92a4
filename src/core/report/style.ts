/** Style of the report: neutral, with saturated colour for alarms and simulated sources only; the same colours on screen and paper. */
export const REPORT_STYLE = `
:root{--text:#1a2025;--text-2:#46515a;--line:#d0d6da;
    --soft:#f2f4f5;--recorded:#a9b5c0;--twin:#0d4f7a;
    --fault:#b3211a;--fault-soft:#fbe6e4;--simulated:#6a2bb8;--simulated-soft:#efe5fb;
    --grid:#e8ebed;--zero:#b3bbc2;--leaky:#8a5800}
*{box-sizing:border-box}
body{margin:0;background:#e6e9eb;color:var(--text);
    font:14px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1040px;margin:24px auto;padding:32px 40px 40px;background:#fff;border:1px solid var(--line)}
header{border-bottom:2px solid var(--text);padding-bottom:12px;margin-bottom:20px}
h1{font-size:28px;line-height:1.2;margin:2px 0 4px;font-weight:600}
h2{font-size:17px;margin:0 0 10px;font-weight:600}
h3{font-size:14px;margin:18px 0 6px;font-weight:600}
p{margin:0 0 8px}
.kind{text-transform:uppercase;letter-spacing:.08em;font-size:11px;color:var(--text-2);margin:0}
.sub{color:var(--text-2);margin:0}
.simulated{margin:12px 0 0;padding:8px 12px;color:var(--simulated);background:var(--simulated-soft);border-left:4px solid var(--simulated)}
.simulated strong{letter-spacing:.06em;margin-right:8px}
.alarms{border:2px solid var(--fault);background:var(--fault-soft);padding:12px 16px;margin:0 0 20px}
.alarms h2{color:var(--fault);margin-bottom:6px}
.alarms ul{margin:0;padding-left:20px}
.alarm-line{color:var(--fault);font-weight:600;margin-top:8px}
.plot-simulated{fill:var(--simulated);font-size:11px;font-weight:700;letter-spacing:.08em}
.no-alarm{color:var(--text-2);border-left:4px solid var(--line);padding:6px 12px;margin-bottom:20px}
.tiles{display:grid;grid-template-columns:repeat(5,1fr);gap:1px;background:var(--line);border:1px solid var(--line);margin:0 0 28px}
.tiles div{background:#fff;padding:10px 12px}
.tiles dt{font-size:11px;color:var(--text-2)}
.tiles dd{margin:0}
.tiles b{display:block;font-size:19px;font-weight:600;white-space:nowrap}
.tiles span{display:block;font-size:11px;color:var(--text-2);line-height:1.3}
section{margin:0 0 32px}
section li{font-size:12.5px}
section>h2{border-bottom:1px solid var(--line);padding-bottom:5px}
.caption{color:var(--text-2);font-size:12px;margin-top:6px;max-width:92ch}
svg{display:block;width:100%;height:auto}
td.bar svg{width:150px;height:14px}
.grid,.zero,.frame,.axis,.one{fill:none;stroke:var(--grid);stroke-width:1}
.zero,.one{stroke:var(--zero)}
.frame,.axis{stroke:var(--line)}
.tick{font-size:11px;fill:var(--text-2)}
.name{font-size:12px;fill:var(--text);font-weight:600}
.unit{fill:var(--text-2);font-weight:400}
.trace{fill:none;stroke-linejoin:round;stroke-width:1.2;stroke:var(--text-2)}
.trace.recorded{stroke:var(--recorded);stroke-width:3.2}
.trace.twin{stroke:var(--twin);stroke-width:1.3}
.trace.leaky{stroke:var(--leaky);stroke-width:1.3;stroke-dasharray:5 3}
.trace.residual{stroke:#55616b;stroke-width:.9}
table{border-collapse:collapse;width:100%;font-size:12.5px;margin:6px 0}
th,td{text-align:left;padding:3px 8px;border-bottom:1px solid var(--grid);font-weight:400;vertical-align:middle}
thead th{color:var(--text-2);font-size:11px;border-bottom:1px solid var(--zero);vertical-align:bottom}
th.number,td.number{text-align:right;white-space:nowrap}
.spreads{overflow-x:auto}
.spreads table{font-size:11px}
.spreads th,.spreads td{padding:3px 5px}
.spreads th.number,.spreads td.number{white-space:normal}
.columns{display:grid;grid-template-columns:1.2fr 1fr;gap:28px;align-items:start}
.parameters .group th{font-weight:600;background:var(--soft);padding-top:5px}
.parameters tr.prior th,.parameters tr.prior td{color:var(--text-2)}
.parameters td,.parameters th{padding-top:2px;padding-bottom:2px}
.interval{stroke:var(--twin);stroke-width:4;fill:none}
.interval.partly{stroke:#7fa3bb}
.interval.prior{stroke:var(--line)}
.mean{fill:var(--twin)}
.mean.prior{fill:#fff;stroke:var(--text-2)}
.mean.partly{fill:#fff;stroke:var(--twin);stroke-width:1.5}
.true{fill:none;stroke:var(--simulated);stroke-width:1.4}
.outside{color:var(--simulated);font-weight:600}
.badge{display:inline-block;white-space:nowrap;font-size:11.5px}
.badge.data{color:var(--twin);font-weight:600}
.notIdentifiable{columns:2;column-gap:28px;margin:0;padding-left:18px;font-size:12.5px}
.notIdentifiable li{break-inside:avoid}
.provenance{margin:0;font-size:12.5px}
.provenance div{display:grid;grid-template-columns:170px 1fr;border-bottom:1px solid var(--grid);padding:3px 0}
.provenance dt{color:var(--text-2)}
.provenance dd{margin:0;overflow-wrap:anywhere}
footer{color:var(--text-2);font-size:11.5px;border-top:1px solid var(--line);padding-top:8px}
@media(max-width:760px){
   main{margin:0;padding:18px;border:0}.tiles{grid-template-columns:repeat(2,1fr)}.columns{grid-template-columns:1fr}
   section{overflow-x:auto}.notIdentifiable{columns:1}}
@page{size:A4;margin:14mm}
@media print{
   body{background:#fff;font-size:11px;-webkit-print-color-adjust:exact;print-color-adjust:exact}
   main{max-width:none;margin:0;padding:0;border:0}svg,.tiles,.alarms,tr{break-inside:avoid}h2,h3{break-after:avoid}
   .tiles b{font-size:15px}table{font-size:9.5px}th,td{padding:2px 5px}
   thead th,.tiles dt,.tiles span,.caption{font-size:9px}td.bar svg{width:110px}
   .provenance,.notIdentifiable,.notIdentifiable li,.badge,section li{font-size:9.5px}}
`;
