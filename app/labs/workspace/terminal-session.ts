import { FitAddon } from '@xterm/addon-fit'
import { Terminal } from '@xterm/xterm'
import { emptyLine, type Line, type } from './line-editor.ts'

const HOME = '/home/apprenant'
const PROMPT = ' $ '

interface Answer {
	stdout: string
	stderr: string
	exitCode: number
	cwd: string
	env: Record<string, string>
	error?: string
}

/** Opens a terminal in an element; answers how to close it. */
export function openTerminal(
	host: HTMLElement,
	{ slug, folder }: { slug: string; folder?: string },
	onFilesChange: () => void,
): () => void {
	const style = getComputedStyle(host)
	const terminal = new Terminal({
		fontFamily: style.getPropertyValue('--mono') || 'monospace',
		fontSize: 14,
		cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
		screenReaderMode: true,
		convertEol: true,
		theme: {
			background: '#0b110f',
			foreground: '#e9e5da',
			cursor: '#f3b437',
			selectionBackground: '#2f4a43',
		},
	})
	const fit = new FitAddon()
	terminal.loadAddon(fit)
	terminal.open(host)
	fit.fit()
	const resize = new ResizeObserver(() => host.clientWidth > 0 && fit.fit())
	resize.observe(host)

	let line: Line = emptyLine()
	let session: { cwd: string; env: Record<string, string> } = {
		cwd: folder ? `${HOME}/${folder}` : HOME,
		env: {},
	}
	let running: AbortController | undefined
	let rows = 0

	function place(): string {
		return session.cwd === HOME ? '~' : session.cwd.replace(`${HOME}/`, '~/')
	}

	/** Draws the line again from its first row, however many rows it wraps over. */
	function draw(): void {
		const shown = line.text.replaceAll('\n', ' ')
		const start = place().length + PROMPT.length
		if (rows > 0) terminal.write(`\u001b[${rows}A`)
		terminal.write(`\r\u001b[J\u001b[36m${place()}\u001b[0m${PROMPT}${shown}`)
		const endRow = Math.floor((start + shown.length) / terminal.cols)
		const row = Math.floor((start + line.cursor) / terminal.cols)
		const column = (start + line.cursor) % terminal.cols
		if ((start + shown.length) % terminal.cols === 0) terminal.write('\r\n')
		if (endRow > row) terminal.write(`\u001b[${endRow - row}A`)
		terminal.write(`\r${column > 0 ? `\u001b[${column}C` : ''}`)
		rows = row
	}

	function fresh(): void {
		rows = 0
		draw()
	}

	async function run(text: string): Promise<void> {
		terminal.write('\r\n')
		if (text.trim() === '') return fresh()
		if (text.trim() === 'clear') {
			terminal.clear()
			return fresh()
		}
		running = new AbortController()
		try {
			const response = await fetch(`/ateliers/${slug}/terminal`, {
				method: 'POST',
				headers: { 'Content-Type': 'application/json' },
				body: JSON.stringify({ line: text, ...session }),
				signal: running.signal,
			})
			const answer = (await response.json()) as Answer
			if (answer.error !== undefined) terminal.write(`${answer.error}\r\n`)
			else {
				if (answer.stdout) terminal.write(withNewline(answer.stdout))
				if (answer.stderr) terminal.write(`\u001b[33m${withNewline(answer.stderr)}\u001b[0m`)
				session = { cwd: answer.cwd, env: answer.env }
				onFilesChange()
			}
		} catch {
			const stopped = running.signal.aborted
			terminal.write(
				stopped
					? '^C\r\n'
					: 'La commande n’est pas arrivée au serveur. Vérifiez la liaison, puis relancez-la.\r\n',
			)
		}
		running = undefined
		fresh()
	}

	terminal.onData((data) => {
		if (running) {
			if (data === '\u0003') running.abort()
			return
		}
		const effect = type(line, data)
		line = effect.line
		if (effect.leave) return terminal.blur()
		if (effect.clear) terminal.clear()
		if (effect.interrupt) {
			terminal.write('^C\r\n')
			return fresh()
		}
		if (effect.run !== undefined) void run(effect.run)
		else draw()
	})

	fresh()
	return () => {
		running?.abort()
		resize.disconnect()
		terminal.dispose()
	}
}

function withNewline(text: string): string {
	return text.endsWith('\n') ? text : `${text}\n`
}
