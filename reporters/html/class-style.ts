/** What is particular to the class's page. */
export const CLASS_STYLE = `
main,header,footer{max-width:88rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.75rem;margin-top:1.4rem}
.tile{padding:.8rem 1rem}.tile dt{color:var(--soft);font-size:.8125rem}
.tile dd{font-size:1.4rem;line-height:1.25;font-weight:650;letter-spacing:-.01em}
.reasons{list-style:none}.reasons li{padding:.8rem 1rem;margin-bottom:.6rem;border-left:.3rem solid var(--error);overflow-wrap:anywhere}
.names{margin-top:.25rem;font-size:.9375rem;color:var(--soft);overflow-wrap:anywhere}
.mistakes{list-style:none}.mistakes li{display:grid;grid-template-columns:9rem 1fr;gap:.2rem 1.2rem;padding:.8rem 1rem;margin-bottom:.6rem;overflow-wrap:anywhere}
.mistakes .many b{font-size:1.3rem;line-height:1.2}.mistakes .many .soft{display:block;font-size:.875rem}
.small{font-size:.875rem;margin-top:.15rem}
details>summary{padding:.2rem 0;margin-bottom:.4rem}
.sides{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:0 1.5rem;align-items:start}
.chart{padding:1rem 1.1rem .9rem}.chart figcaption{color:var(--soft);font-size:.9375rem}
.plot{width:100%;height:auto;margin:.5rem 0}
.plot text{font-size:13px;fill:var(--soft);font-variant-numeric:tabular-nums}
.plot .value{fill:var(--ink);font-weight:600}
.plot .grid{stroke:var(--line);stroke-width:1}
.plot .column{fill:var(--bar)}.plot .whole{fill:var(--passed)}.plot .late{fill:var(--failed)}
.numbers{width:auto;margin-top:.5rem}.numbers th,.numbers td{padding:.1rem 1.5rem .1rem 0;font-weight:400;font-variant-numeric:tabular-nums}
summary{cursor:pointer}.chart summary{font-size:.9375rem}
.right{text-align:right}
.rates{padding:.35rem 0}.rates table{font-size:.8125rem}.rates th,.rates td{padding:.16rem .6rem;white-space:nowrap}.rates tbody th{font-weight:400;white-space:normal;min-width:24rem}
.rates thead th{color:var(--soft);font-weight:600;padding-bottom:.35rem}
.rates tbody tr:hover{background:var(--faint)}
.barcell{width:22%;min-width:5rem}.barcell svg{border-radius:2px;background:var(--line)}
.bar .passed{fill:var(--passed)}.bar .failed{fill:var(--failed)}.bar .blocked{fill:var(--line)}.bar .error{fill:var(--open)}
button{font:inherit;color:inherit}
button.plain{border:0;background:none;padding:0;color:var(--link);cursor:pointer;text-align:left}
button.plain:hover{text-decoration:underline}
.button{border:1px solid var(--line);border-radius:.45rem;background:var(--paper);padding:.5rem 1rem;cursor:pointer}
.button:hover{border-color:var(--soft)}
.controls{display:flex;flex-wrap:wrap;gap:.75rem;align-items:end}
.controls label span{display:block;color:var(--soft);font-size:.8125rem;margin-bottom:.2rem}
.controls .grow{flex:1 1 18rem}
.controls input,.controls select{font:inherit;width:100%;max-width:24rem;padding:.5rem .7rem;border:1px solid var(--soft);
border-radius:.45rem;background:var(--paper);color:var(--ink);height:2.75rem}
.controls .grow input{max-width:none}.controls ::placeholder{color:var(--soft);opacity:1}
.status{display:flex;gap:1rem;margin:.7rem 0;min-height:1.5rem}
.students{font-size:.9375rem}
.students th,.students td{padding:.5rem .8rem;vertical-align:top;border-top:1px solid var(--line)}
.students thead th{border-top:0;padding:0;white-space:nowrap;background:var(--paper)}
.students .sort{border:0;background:none;width:100%;padding:.65rem .8rem;text-align:left;font-weight:600;font-size:.8125rem;
color:var(--soft);cursor:pointer}
.students .sort::after{content:"";display:inline-block;width:1.1em;text-align:center}
.students [aria-sort=ascending] .sort::after{content:"↑"/""}.students [aria-sort=descending] .sort::after{content:"↓"/""}
.students .sort:hover,.students [aria-sort] .sort{color:var(--ink)}
.students tbody tr:hover{background:var(--faint)}
.students td.who{min-width:11rem;overflow-wrap:anywhere}.who a{font-weight:600}.who div{color:var(--soft);font-size:.8125rem}
.students td.points{white-space:nowrap;min-width:7.5rem}.points b{font-weight:650}.points .chip{margin-left:.5rem}
.meter{height:4px;margin-top:.4rem;border-radius:2px;background:var(--line);overflow:hidden;display:flex}
.strip{display:flex;gap:2px;flex-wrap:nowrap}
.strip .first:not(:first-child){margin-left:.3rem}.legend{flex-wrap:wrap;gap:.2rem 1rem;margin-top:.9rem;font-size:.875rem}.legend i{display:inline-block;vertical-align:-.15rem}
.strip i{width:.55rem;height:1rem;border-radius:2px;background:var(--passed);opacity:.55}
.strip .f{background:var(--failed);opacity:1}.strip .e{opacity:1;background:repeating-linear-gradient(135deg,var(--open) 0 3px,var(--paper) 3px 5px)}
.strip .b{opacity:1;background:none;border:1px solid var(--soft)}.strip .n{opacity:.3;background:var(--line)}
.mend{color:var(--soft);font-size:.8125rem;margin-top:.25rem;max-width:24rem;overflow-wrap:anywhere}
.students td.when{white-space:nowrap;font-variant-numeric:tabular-nums}
.islate{color:var(--failed);font-weight:600}
.more{text-align:center;margin-top:1rem}
.nobody{padding:2.5rem 1rem;text-align:center;color:var(--soft)}
@media(max-width:62rem){.sides{grid-template-columns:1fr}}
@media screen{.paper{display:none}}
@media(max-width:40rem){.plot text{font-size:20px}.rates tbody th button{display:block}.controls select{max-width:none}.controls label{flex:1 1 100%}.barcell{display:none}
.mistakes li{grid-template-columns:1fr}.mistakes .many .soft{display:inline;margin-left:.6rem}
.rates tbody th{min-width:9rem}.rates th,.rates td{padding:.3rem .4rem}
.students thead tr{display:flex;flex-wrap:wrap}.students .sort{padding:.5rem .8rem}
.students tbody tr{display:grid;grid-template-columns:1fr auto;padding:.5rem 0;border-top:1px solid var(--line)}
.students tbody td{border:0;padding:.15rem .8rem}.students tbody td:nth-child(3){grid-column:1/-1}
.students td.points{text-align:right}.students td:empty{display:none}}
@media print{.students tr,.card{break-inside:avoid}.students thead{display:table-header-group}
.card.scroll{overflow:visible;break-inside:auto}.rates{break-inside:avoid}.sides{grid-template-columns:1fr 1fr}.barcell{display:none}.rates table{font-size:8.5pt}.rates tbody th{min-width:0}.rates th,.rates td{padding:.08rem .4rem}
.students{font-size:8pt}.students td,.students thead .paper{padding:.12rem .4rem}
.students .strip,.students .place{display:none}.students td.who{min-width:0}.who div{display:inline;margin-left:.4rem;font-size:8pt}
.mend{margin:0;max-width:none;font-size:8pt}.button,button.plain{color:inherit}.mistakes li{padding:.3rem .5rem;margin-bottom:.3rem}}
`
