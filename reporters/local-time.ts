/** Moments as the report writes them, in UTC, to the minute or the second. */
const IN_UTC = /\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?: UTC|Z)(?!\w)/g

/** A text with its moments in the reader's zone: `2024-03-08 13:17:48 PST`. `timeZone`: an IANA name. */
export function withLocalTimes(text: string, timeZone: string): string {
  return text.replace(IN_UTC, (moment) => {
    const date = new Date(moment.replace(' UTC', 'Z').replace(' ', 'T'))
    if (Number.isNaN(date.getTime())) return moment
    const hasSeconds = /:\d\d:/.test(moment)
    const parts = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
      ...(hasSeconds ? { second: '2-digit' } : {}),
      timeZoneName: 'short',
    }).formatToParts(date)
    const part = (type: Intl.DateTimeFormatPartTypes) =>
      parts.find((one) => one.type === type)?.value ?? ''
    const time = [part('hour'), part('minute'), ...(hasSeconds ? [part('second')] : [])].join(':')
    return `${part('year')}-${part('month')}-${part('day')} ${time} ${part('timeZoneName')}`
  })
}
