/** Light, dark and print; colours are never the only sign. */
export const STYLE = `
:root{--ink:#1b1f24;--soft:#57606a;--line:#d0d7de;--paper:#fff;--card:#f6f8fa;--bad:#b42318;--good:#1a7f37;--run:#0b5cad;--mark:#9a6700;--tint:#fff8c5}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9da7b3;--line:#3d444d;--paper:#0d1117;--card:#161b22;--bad:#ff7b72;--good:#56d364;--run:#79c0ff;--mark:#e3b341;--tint:#2b2410}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
header,main,footer{max-width:68rem;margin:0 auto;padding:0 1.25rem}
.banner{margin:0 -1.25rem;padding:.5rem 1.25rem;background:var(--tint);color:var(--mark);font-weight:700;letter-spacing:.06em;border-bottom:2px solid var(--mark)}
.banner span{font-weight:400;letter-spacing:0;margin-left:.75rem}
.mark{position:fixed;inset:0;pointer-events:none;z-index:1;opacity:.06;overflow:hidden}
.mark::before{content:"EXERCISE";position:absolute;top:42%;left:50%;transform:translate(-50%,-50%) rotate(-28deg);font:800 clamp(4rem,17vw,13rem)/1 system-ui,sans-serif;letter-spacing:.05em;color:var(--ink)}
h1{font-size:1.7rem;line-height:1.2;margin:1.25rem 0 .5rem}
h2{font-size:1.15rem;margin:2rem 0 .5rem}
.verdict{font-size:1.1rem;margin:.25rem 0}
.meta{color:var(--soft);margin:.25rem 0}
.figures{list-style:none;display:grid;grid-template-columns:repeat(auto-fit,minmax(13rem,1fr));gap:.75rem;padding:0;margin:1.25rem 0}
.figures li{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.75rem 1rem}
.figures span,.figures small{display:block;color:var(--soft);font-size:.85rem}
.figures strong{display:block;font-size:1.5rem;line-height:1.3}
.two{display:grid;grid-template-columns:repeat(auto-fit,minmax(19rem,1fr));gap:1.5rem;align-items:start}
table{width:100%;border-collapse:collapse;margin:.75rem 0;font-size:.9rem}
caption{text-align:left;font-weight:650;padding:.25rem 0}
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem .35rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
thead th{color:var(--soft);font-weight:500;white-space:nowrap}
.gaps th:nth-child(2),.gaps td:nth-child(2),.gaps th:nth-child(3),.gaps td:nth-child(3){min-width:4rem}
.gaps td:last-child{white-space:nowrap}
tbody th{font-weight:500;overflow-wrap:break-word}
.numbers td{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.numbers thead th:not(:first-child){text-align:right}
.log th,.log td:nth-child(2){white-space:nowrap;font-variant-numeric:tabular-nums}
.log td:nth-child(3){min-width:7rem}
.asked{padding-left:1.2rem}
.asked li{margin:.6rem 0;padding:.1rem .9rem;border-left:4px solid var(--line)}
.asked li.good{border-color:var(--good)}
.asked li.bad{border-color:var(--bad)}
.asked p{margin:.35rem 0}
code{font:.85em ui-monospace,Menlo,Consolas,monospace;overflow-wrap:anywhere}
svg{display:block;width:100%;height:auto;color:var(--ink)}
svg text{font:12px system-ui,sans-serif;fill:currentColor}
svg .soft{fill:var(--soft)}
svg .grid{stroke:var(--line)}
svg .none{fill:none;stroke:var(--bad);stroke-width:2;stroke-dasharray:2 4}
svg .best{fill:none;stroke:var(--good);stroke-width:2;stroke-dasharray:8 4}
svg .run{fill:none;stroke:var(--run);stroke-width:3}
svg .dot{fill:var(--run)}
svg .dot.inject{fill:var(--mark)}
svg .dot.detect{fill:var(--bad)}
svg .dot.comms{fill:var(--good)}
svg .mile{stroke:var(--soft);stroke-dasharray:3 3}
footer{color:var(--soft);padding:2rem 1.25rem}
@media (max-width:40rem){table{font-size:.82rem}thead th{white-space:normal;overflow-wrap:break-word}.log td:nth-child(3){min-width:4rem}.log td:nth-child(2),.log thead th:nth-child(2){display:none}.scroll{overflow-x:auto}.scroll svg{min-width:44rem}}
@media print{.figures li,tr,svg{break-inside:avoid}body{font-size:11pt}}
`.trim();
