/** What is particular to a student's page. */
export const STUDENT_STYLE = `
main{max-width:60rem}header,footer{max-width:60rem}
.score{display:flex;flex-wrap:wrap;align-items:baseline;gap:.25rem .75rem;margin-top:1.4rem}
.score strong{font-size:2.6rem;line-height:1;letter-spacing:-.02em}
.score .of{font-size:1.1rem;color:var(--soft)}
.scorebar{margin:.8rem 0 .5rem;border-radius:.4rem;overflow:hidden;background:var(--line)}
.bar .earned{fill:var(--passed)}.bar .open{fill:var(--open)}.bar .lost{fill:var(--line)}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(13rem,1fr));gap:.9rem 1.5rem;margin-top:1.5rem;
padding-top:1.2rem;border-top:1px solid var(--line)}
.facts dt{color:var(--soft);font-size:.8125rem}.facts dd{overflow-wrap:anywhere}
.late{color:var(--failed)}
.finding{padding:1.1rem 1.25rem;margin-bottom:.9rem;border-left-width:.3rem}
.finding.is-failed{border-left-color:var(--failed)}.finding.is-error{border-left-color:var(--error)}
.finding .head{display:flex;flex-wrap:wrap;gap:.1rem .75rem;align-items:baseline;justify-content:space-between}
.finding .id{color:var(--soft)}
.finding>ul{list-style:none;margin-top:.6rem}.finding>ul>li+li{margin-top:.8rem;padding-top:.8rem;border-top:1px dashed var(--line)}
.finding p{overflow-wrap:anywhere}
.values{display:grid;grid-template-columns:max-content 1fr;gap:.15rem .9rem;margin-top:.45rem}
.values>div{display:contents}.values dt{color:var(--soft);font-size:.875rem}
.values code{display:block;overflow-wrap:anywhere;background:var(--code);border-radius:.25rem;padding:0 .35rem}
.next{margin-top:.7rem;padding:.5rem .75rem;border-radius:.4rem;background:var(--faint);overflow-wrap:anywhere}
.plan{padding:.9rem 1.25rem .9rem 2.4rem}.plan li+li{margin-top:.9rem}
.change{overflow-x:auto;margin:.4rem 0;padding:.4rem .6rem;background:var(--code);border-radius:.3rem;font:.8125rem/1.6 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
.change .line{display:inline-block;min-width:2.4rem;color:var(--soft);user-select:none}
.change .gone{color:var(--failed)}.change .new{color:var(--passed)}
.next b{margin-right:.4rem}
.waiting{margin-top:.6rem;color:var(--soft);font-size:.9375rem;overflow-wrap:anywhere}
.values mark{background:var(--failed-ground);color:inherit;text-decoration:underline;text-underline-offset:.2em}
.file summary{padding:.15rem 1rem;color:var(--soft);font-size:.8125rem;background:var(--faint)}
.file{overflow-x:auto;background:var(--code);padding:.5rem 0;counter-reset:none}
.file ol{list-style:none;min-width:max-content}
.file li{display:grid;grid-template-columns:3.6rem 1fr;font:.8125rem/1.6 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
.file .no{padding-right:1rem;text-align:right;color:var(--soft);user-select:none}
.file .src{font:inherit;white-space:pre;padding-right:1rem;tab-size:2}
.file .at{background:var(--failed-ground)}.file .at.is-error{background:var(--error-ground)}
.file .at .no{color:var(--failed);font-weight:700}.file .at.is-error .no{color:var(--error)}
.file mark{background:none;color:inherit;text-decoration:underline wavy var(--failed);text-underline-offset:.25em}
.file .note{grid-column:2;font:.875rem/1.45 system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif;
max-width:46rem;margin:.2rem 1rem .5rem 0;padding:.4rem .7rem;background:var(--paper);border:1px solid var(--line);
border-left:.25rem solid var(--failed);border-radius:.3rem;white-space:normal;overflow-wrap:anywhere}
.file .is-error .note{border-left-color:var(--error)}
.file :target{outline:2px solid var(--link);outline-offset:-2px}
.checks td,.checks th{padding:.5rem .9rem;vertical-align:top;border-top:1px solid var(--line)}
.checks thead th{border-top:0;color:var(--soft);font-size:.8125rem}
.checks tbody th{font-weight:600;background:var(--faint)}
.checks .points{text-align:right;white-space:nowrap}
.checks .seen{color:var(--soft);font-size:.875rem;overflow-wrap:anywhere}
.advice{padding:.9rem 1.25rem .9rem 2.4rem}.advice li+li{margin-top:.4rem}
.done{padding:1.1rem 1.25rem;border-left:.3rem solid var(--passed)}
@media(max-width:40rem){.values{grid-template-columns:1fr;gap:0}.values dd{margin-bottom:.3rem}.checks td,.checks th{padding:.45rem .6rem}
.file li{grid-template-columns:2.6rem 1fr}.file .no{padding-right:.6rem}}
@media print{.finding,.checks tr,.file .at{break-inside:avoid}.file .src{white-space:pre-wrap}.file ol{min-width:0}}
`
