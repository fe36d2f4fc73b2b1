import { expect, test } from 'vitest'
import { statementSpans } from './positions.ts'

test('a statement begins after what opens its list, and ends after its brace', () => {
	const compact = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
	expect(statementSpans(compact)).toEqual([
		{ start: { Line: 1, Column: 38 }, end: { Line: 1, Column: compact.length - 1 } },
	])
	const written = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "*",
      "Resource": "*"
    }
  ]
}`
	expect(statementSpans(written)).toEqual([{ start: { Line: 3, Column: 17 }, end: { Line: 8, Column: 6 } }])
})

test('every statement has its span, whatever its texts hold, and one alone needs no list', () => {
	const text =
		'{"Id":"Statement","Statement":[{"Sid":"A","Action":["a","]}"]},{"Condition":{"x":{"y":"\\"{"}}}],"Version":"x"}'
	const cut = statementSpans(text).map(({ start, end }) => text.slice(start.Column - 1, end.Column - 1))
	expect(cut).toEqual(['{"Sid":"A","Action":["a","]}"]}', '{"Condition":{"x":{"y":"\\"{"}}}'])
	const alone = '{"Statement":{"Effect":"Allow"},"Version":"2012-10-17"}'
	const [span] = statementSpans(alone)
	expect(alone.slice((span?.start.Column ?? 0) - 1, (span?.end.Column ?? 0) - 1)).toBe('{"Effect":"Allow"}')
})
