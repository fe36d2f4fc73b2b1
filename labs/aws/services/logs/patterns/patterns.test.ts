import { expect, test } from 'vitest'
import { compilePattern } from './compile-pattern.ts'

const fits = (pattern: string, ...messages: Array<string>) =>
	messages.filter((message) => compilePattern(pattern).matches(message))

const MESSAGES = [
	'[ERROR 400] BAD REQUEST',
	'[ERROR 401] UNAUTHORIZED REQUEST',
	'[ERROR 419] MISSING ARGUMENTS',
	'[WARN 1] slow',
]

test('terms must all be there, in their case, and those with a minus none', () => {
	expect(fits('ERROR REQUEST', ...MESSAGES)).toEqual(MESSAGES.slice(0, 2))
	expect(fits('error', ...MESSAGES)).toEqual([])
	expect(fits('ERROR -REQUEST', ...MESSAGES)).toEqual([MESSAGES[2]])
	expect(fits('"BAD REQUEST"', ...MESSAGES)).toEqual([MESSAGES[0]])
	expect(fits('', ...MESSAGES)).toEqual(MESSAGES)
	expect(fits('" "', ...MESSAGES)).toEqual(MESSAGES)
})

test('one of the terms with a question mark is enough, and beside others they are passed over', () => {
	expect(fits('?BAD ?WARN', ...MESSAGES)).toEqual([MESSAGES[0], MESSAGES[3]])
	expect(fits('?WARN UNAUTHORIZED', ...MESSAGES)).toEqual([MESSAGES[1]])
})

test('what stands between percent signs is a regular expression without parentheses', () => {
	expect(fits('%ERROR 40[01]%', ...MESSAGES)).toEqual(MESSAGES.slice(0, 2))
	expect(() => compilePattern('%(a)%')).toThrow('Invalid regular expression in the filter pattern: %(a)%')
	expect(() => compilePattern('%[%')).toThrow('Invalid regular expression in the filter pattern: %[%')
})

test('a term of other characters than letters and digits is refused without quotation marks', () => {
	expect(() => compilePattern('foo-bar')).toThrow("Invalid character(s) in term 'foo-bar'")
})

// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TestMetricFilter.html
const ACCESS = [
	'127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /apache_pb.gif HTTP/1.0" 200 1534',
	'127.0.0.1 - frank [10/Oct/2000:13:35:22 -0700] "GET /apache_pb.gif HTTP/1.0" 500 5324',
	'127.0.0.1 - frank [10/Oct/2000:13:50:35 -0700] "GET /apache_pb.gif HTTP/1.0" 200 4355',
]

test('fields between blanks are named, held against values, and told', () => {
	const all = '[ip, identity, user_id, timestamp, request, status_code, size]'
	expect(compilePattern(all).valuesOf(ACCESS[0] ?? '')).toEqual({
		$ip: '127.0.0.1',
		$identity: '-',
		$user_id: 'frank',
		$timestamp: '10/Oct/2000:13:25:15 -0700',
		$request: 'GET /apache_pb.gif HTTP/1.0',
		$status_code: '200',
		$size: '1534',
	})
	expect(fits('[..., status_code=200, size>2000]', ...ACCESS)).toEqual([ACCESS[2]])
	expect(fits('[..., status_code=5* || status_code=4*, size]', ...ACCESS)).toEqual([ACCESS[1]])
	expect(fits('[ip=%127%, ..., size]', ...ACCESS)).toEqual(ACCESS)
	expect(fits('[ip, size]', ...ACCESS)).toEqual([])
	expect(compilePattern('[..., size]').valuesOf(ACCESS[0] ?? '')).toMatchObject({
		$1: '127.0.0.1',
		$6: '200',
		$size: '1534',
	})
	expect(() => compilePattern('[a, ..., ...]')).toThrow('a second ... cannot be')
	expect(() => compilePattern('[a = 1 || b = 2]')).toThrow('a is expected')
})

const EVENTS = [
	'{"kind":"Update","status":200,"user":{"id":1,"email":"a@b"},"ok":true,"list":[{"n":1},{"n":5}]}',
	'{"kind":"UpdateTrail","status":503,"ok":false,"nothing":null,"list":[{"n":2}]}',
	'no JSON',
]

test('selectors look into events that are JSON', () => {
	expect(fits('{ $.kind = "Update*" }', ...EVENTS)).toEqual(EVENTS.slice(0, 2))
	expect(fits('{ $.kind = "Update" }', ...EVENTS)).toEqual([EVENTS[0]])
	expect(fits('{ $.status >= 500 || $.user.id = 1 }', ...EVENTS)).toEqual(EVENTS.slice(0, 2))
	expect(fits('{ ($.status > 100) && ($.ok IS TRUE) }', ...EVENTS)).toEqual([EVENTS[0]])
	expect(fits('{ $.user NOT EXISTS }', ...EVENTS)).toEqual([EVENTS[1]])
	expect(fits('{ $.nothing IS NULL }', ...EVENTS)).toEqual([EVENTS[1]])
	expect(fits('{ $.list[*].n = 5 }', ...EVENTS)).toEqual([EVENTS[0]])
	expect(fits('{ $.list[0].n = 2 }', ...EVENTS)).toEqual([EVENTS[1]])
	expect(fits('{ $.kind != "Update" }', ...EVENTS)).toEqual([EVENTS[1]])
	expect(fits('{ $.kind = %^Update.+% }', ...EVENTS)).toEqual([EVENTS[1]])
	expect(compilePattern('{ $.status = * && $.ok IS FALSE }').valuesOf(EVENTS[1] ?? '')).toEqual({
		'$.status': '503',
		'$.ok': 'false',
	})
	expect(() => compilePattern('{ $.a > "x" }')).toThrow('> needs a number')
	expect(() => compilePattern('{ $.a = 1')).toThrow('} is expected at character 10')
	expect(() => compilePattern(`{ ${'('.repeat(100)}`)).toThrow('too many levels of parentheses')
})
