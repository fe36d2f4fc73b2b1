import { expect, test } from 'vitest'
import { expand, jsonWords, parseDockerfile, readPairs } from './dockerfile.ts'

test('comments, directives, lines that go on and stages are read', () => {
	const { args, stages } = parseDockerfile(
		[
			'# syntax=docker/dockerfile:1',
			'ARG VERSION=20',
			`FROM --platform=linux/amd64 node:\${VERSION} AS Build`,
			'# between',
			'RUN npm ci \\',
			'  # inside',
			'  && npm test',
			'',
			'from scratch',
			'COPY --from=build --chown=node:node /app /app',
			'CMD ["node", "--version"]',
		].join('\r\n'),
	)
	expect(args.map(({ text }) => text)).toEqual(['VERSION=20'])
	expect(stages.map(({ base, name }) => [base, name])).toEqual([
		[`node:\${VERSION}`, 'build'],
		['scratch', undefined],
	])
	expect(stages[0]?.instructions).toEqual([{ name: 'RUN', flags: {}, text: 'npm ci && npm test', line: 5 }])
	expect(stages[1]?.instructions[0]).toMatchObject({
		flags: { from: 'build', chown: 'node:node' },
		text: '/app /app',
	})
	expect(jsonWords(stages[1]?.instructions[1]?.text ?? '')).toEqual(['node', '--version'])
})

test('a directive chooses what continues a line', () => {
	const { stages } = parseDockerfile('# escape=`\nFROM x\nRUN one `\n  two')
	expect(stages[0]?.instructions[0]?.text).toBe('one two')
})

test.each([
	['', 'the Dockerfile cannot be empty'],
	['# only\n', 'the Dockerfile cannot be empty'],
	['RUN true', 'dockerfile parse error on line 1: no build stage in current context'],
	['ARG A=1', 'dockerfile parse error on line 1: no build stage in current context'],
	['FROM x\nFORM y', 'dockerfile parse error on line 2: unknown instruction: FORM'],
	['FROM x AS', 'dockerfile parse error on line 1: FROM requires either one or three arguments'],
	['FROM x\nRUN', 'dockerfile parse error on line 2: RUN requires at least one argument'],
	[
		'FROM x\nRUN <<EOF\ntrue\nEOF',
		'dockerfile parse error on line 2: heredocs are not available on the build host of this emulator',
	],
])('what is no Dockerfile is told with its line: %j', (text, told) => {
	expect(() => parseDockerfile(text)).toThrow(told)
})

test('variables are filled in, with what stands in for them', () => {
	const values = { NAME: 'ada', EMPTY: '' }
	const text = `$NAME \${NAME} \${EMPTY:-none} \${GONE:-none} \${NAME:+set} \${GONE:+set} \\$NAME $GONE.`
	expect(expand(text, values, 1)).toBe('ada ada none none set  $NAME .')
})

test('pairs may be quoted, and the old form has one', () => {
	const pairs = (text: string) => readPairs({ name: 'ENV', flags: {}, text, line: 1 })
	expect(pairs('A=1 B="two words" C=a\\ b D=\'x\'y')).toEqual([
		['A', '1'],
		['B', 'two words'],
		['C', 'a b'],
		['D', 'xy'],
	])
	expect(pairs('A the rest')).toEqual([['A', 'the rest']])
	expect(() => pairs('A')).toThrow('ENV must have two arguments')
})
