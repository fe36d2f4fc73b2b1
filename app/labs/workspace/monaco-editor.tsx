import * as monaco from 'monaco-editor/esm/vs/editor/editor.api.js'
import * as jsonContribution from 'monaco-editor/esm/vs/language/json/monaco.contribution.js'
import 'monaco-editor/esm/vs/basic-languages/html/html.contribution.js'
import 'monaco-editor/esm/vs/basic-languages/css/css.contribution.js'
import 'monaco-editor/esm/vs/basic-languages/yaml/yaml.contribution.js'
import 'monaco-editor/esm/vs/basic-languages/shell/shell.contribution.js'
import EditorWorker from 'monaco-editor/esm/vs/editor/editor.worker.js?worker'
import JsonWorker from 'monaco-editor/esm/vs/language/json/json.worker.js?worker'
import { useEffect, useRef } from 'react'

// The package types this module as empty, though it exports what it contributes.
const { jsonDefaults } = jsonContribution as unknown as {
	jsonDefaults: { setDiagnosticsOptions(options: object): void }
}

/** Where the JSON worker reads the schema of a pipeline's definition. */
const SCHEMA = '/ateliers/schema-pipeline.json'

self.MonacoEnvironment = {
	getWorker: (_, label) => (label === 'json' ? new JsonWorker() : new EditorWorker()),
}

/** Monaco on one file; a default export, as React's lazy wants it. */
export default function MonacoEditor({
	path,
	text,
	onChange,
	onSave,
}: {
	path: string
	text: string
	onChange: (text: string) => void
	onSave: (text: string) => void
}) {
	const element = useRef<HTMLDivElement>(null)
	const editor = useRef<monaco.editor.IStandaloneCodeEditor>(null)
	const handlers = useRef({ onChange, onSave })
	handlers.current = { onChange, onSave }

	useEffect(() => {
		const host = element.current
		if (!host) return
		jsonDefaults.setDiagnosticsOptions({
			validate: true,
			enableSchemaRequest: true,
			schemas: [{ uri: SCHEMA, fileMatch: ['*pipeline*.json'] }],
		})
		const uri = monaco.Uri.parse(`file:///${path}`)
		const model = monaco.editor.getModel(uri) ?? monaco.editor.createModel('', undefined, uri)
		const created = monaco.editor.create(host, {
			model,
			theme: pageTheme(),
			automaticLayout: true,
			minimap: { enabled: false },
			fontSize: 14,
			tabSize: 2,
			scrollBeyondLastLine: false,
			// French has its apostrophes and its spaces: nothing to warn about.
			unicodeHighlight: { ambiguousCharacters: false, invisibleCharacters: false },
			ariaLabel: `Contenu de ${path}. Ctrl+M rend la touche Tab à la navigation.`,
		})
		created.onDidChangeModelContent((event) => {
			if (!event.isFlush) handlers.current.onChange(created.getValue())
		})
		created.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyS, () =>
			handlers.current.onSave(created.getValue()),
		)
		editor.current = created
		const stopFollowing = onThemeChange(() => monaco.editor.setTheme(pageTheme()))
		return () => {
			stopFollowing()
			created.dispose()
			model.dispose()
		}
	}, [path])

	useEffect(() => {
		if (editor.current && editor.current.getValue() !== text) editor.current.setValue(text)
	}, [text])

	return <div ref={element} className="editor-monaco" />
}

/** Monaco's theme for the page as it is shown: the reader's choice, or the system's. */
function pageTheme(): 'vs' | 'vs-dark' {
	const { theme } = document.documentElement.dataset
	const dark = theme === 'dark' || (theme !== 'light' && systemScheme().matches)
	return dark ? 'vs-dark' : 'vs'
}

function systemScheme(): MediaQueryList {
	return matchMedia('(prefers-color-scheme: dark)')
}

/** Hears when the reader or the system changes the theme. Returns how to stop. */
function onThemeChange(listener: () => void): () => void {
	const chosen = new MutationObserver(listener)
	chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] })
	const system = systemScheme()
	system.addEventListener('change', listener)
	return () => {
		chosen.disconnect()
		system.removeEventListener('change', listener)
	}
}
