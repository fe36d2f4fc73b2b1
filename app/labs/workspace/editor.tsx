import { lazy, Suspense, useCallback, useEffect, useState } from 'react'
import { Button } from '#app/ui/button.tsx'
import { SelectField, TextAreaField } from '#app/ui/field.tsx'

// Monaco must never be loaded where the server renders.
const MonacoEditor = lazy(() => import('./monaco-editor.tsx'))

interface WorkspaceFile {
	path: string
	/** Null when the file is binary or too large. */
	text: string | null
}

type Saving = 'saved' | 'changed' | 'saving' | 'refused'

const SAVING_WORDS: Record<Saving, string> = {
	saved: 'enregistré',
	changed: 'modifié, non enregistré',
	saving: 'enregistrement…',
	refused: 'non enregistré',
}

/** The files of the home directory, in Monaco or in a plain text area. `version` changes when the terminal wrote. */
export function Editor({
	slug,
	version,
	first,
}: {
	slug: string
	version: number
	/** The file that is opened at first, when it is there. */
	first?: string
}) {
	const [files, setFiles] = useState<Array<WorkspaceFile>>([])
	const [path, setPath] = useState<string>()
	const [text, setText] = useState('')
	const [saving, setSaving] = useState<Saving>('saved')
	const [message, setMessage] = useState<string>()
	const [plain, setPlain] = useState(false)
	const address = `/ateliers/${slug}/fichiers`

	// biome-ignore lint/correctness/useExhaustiveDependencies: a new version means that the files changed on the server
	useEffect(() => {
		const leaving = new AbortController()
		fetch(address, { signal: leaving.signal })
			.then((response) => response.json())
			.then((found: Array<WorkspaceFile>) => {
				setFiles(found)
				const texts = found.filter((file) => file.text !== null)
				setPath((known) => known ?? (texts.find((file) => file.path === first) ?? texts[0])?.path)
			})
			.catch(() => {})
		return () => leaving.abort()
	}, [address, version, first])

	// What is being edited wins over what the server has, until it is saved.
	useEffect(() => {
		const file = files.find((one) => one.path === path)
		if (file && saving === 'saved') setText(file.text ?? '')
	}, [files, path, saving])

	const save = useCallback(
		async (content: string) => {
			setSaving('saving')
			try {
				const response = await fetch(address, {
					method: 'POST',
					headers: { 'Content-Type': 'application/json' },
					body: JSON.stringify({ intent: 'write', path, text: content }),
				})
				const answer = (await response.json()) as { error?: string }
				setMessage(answer.error)
				setSaving(answer.error ? 'refused' : 'saved')
				if (!answer.error) {
					setFiles((known) => known.map((file) => (file.path === path ? { ...file, text: content } : file)))
				}
			} catch {
				setMessage(
					'Le fichier n’est pas arrivé au serveur. Vérifiez la liaison, puis enregistrez de nouveau.',
				)
				setSaving('refused')
			}
		},
		[address, path],
	)

	function edit(content: string): void {
		setText(content)
		setSaving('changed')
	}

	const file = files.find((one) => one.path === path)
	return (
		<div className="editor">
			<div className="editor-bar">
				<SelectField
					label="Fichier"
					value={path ?? ''}
					disabled={saving === 'saving'}
					onChange={(event) => {
						if (saving === 'changed') void save(text)
						setSaving('saved')
						setPath(event.currentTarget.value)
					}}
				>
					{files.map((one) => (
						<option key={one.path} value={one.path}>
							{one.path}
						</option>
					))}
				</SelectField>
				<Button type="button" small busy={saving === 'saving'} onClick={() => void save(text)}>
					Enregistrer
				</Button>
				<Button type="button" small variant="quiet" onClick={() => setPlain((now) => !now)}>
					{plain ? 'Éditeur enrichi' : 'Zone de texte simple'}
				</Button>
				<span role="status" className="quiet">
					{SAVING_WORDS[saving]}
				</span>
			</div>
			{message && <p role="alert">{message}</p>}
			{file && file.text === null ? (
				<p>Ce fichier n’est pas du texte, ou il est trop grand pour l’éditeur. Servez-vous du terminal.</p>
			) : plain ? (
				<TextAreaField
					label={`Contenu de ${path ?? ''}`}
					rows={24}
					value={text}
					spellCheck={false}
					onChange={(event) => edit(event.currentTarget.value)}
				/>
			) : (
				path && (
					<Suspense fallback={<p className="editor-loading quiet">L’éditeur se charge…</p>}>
						<MonacoEditor path={path} text={text} onChange={edit} onSave={save} />
					</Suspense>
				)
			)}
		</div>
	)
}
