import { Form, Link } from 'react-router'
import type { ShownExample } from '#app/course/examples.server.ts'
import { Button } from '#app/ui/button.tsx'
import { CodeBlock } from '#app/ui/code-block.tsx'
import { Disclosure } from '#app/ui/disclosure.tsx'

/** What is to be tried: the files, and the commands to type. */
export function ExamplePanel({
	example,
	action,
}: {
	example: ShownExample
	/** Whether the files are to be put in place, are there and may be put back, or cannot be. */
	action: 'open' | 'again' | null
}) {
	const { id, lesson, lessonTitle, lessonPath, title, language, code, files, commands, before } = example
	const names = Object.keys(files)
	return (
		<section className="example stack" aria-labelledby="exemple">
			<h2 id="exemple">Exemple de la leçon</h2>
			<p>
				<Link to={lessonPath}>{lessonTitle}</Link>
			</p>
			{language !== 'console' && <CodeBlock code={code} language={language} title={title} />}
			{before.length > 0 && (
				<Disclosure summary="À taper d’abord, si ce n’est déjà fait">
					<CodeBlock code={before.join('\n')} language="bash" />
				</Disclosure>
			)}
			{commands.length > 0 && (
				<CodeBlock code={commands.join('\n')} language="bash" title="À taper dans le terminal" />
			)}
			{names.length > 0 && (
				<p className="quiet">
					{names.length === 1 ? 'Fichier' : 'Fichiers'}, dans le dossier <code>{lesson}</code>
					{'\u00a0: '}
					{names.map((name, position) => (
						<span key={name}>
							{position > 0 && ', '}
							<code>{name}</code>
						</span>
					))}
					.
				</p>
			)}
			{action && (
				<Form method="post" action="/bac-a-sable">
					<input type="hidden" name="exemple" value={id} />
					<Button
						name="intent"
						value="example"
						variant={action === 'open' ? 'accent' : 'quiet'}
						small={action === 'again'}
					>
						{action === 'open' ? 'Ouvrir cet exemple' : 'Remettre les fichiers de la leçon'}
					</Button>
				</Form>
			)}
		</section>
	)
}
