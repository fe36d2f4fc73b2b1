import { DateTime } from '#app/ui/date-time.tsx'
import { formatMinutes } from '#app/ui/french-date.ts'
import { InlineText } from '#app/ui/inline-text.tsx'
import { Mark } from '#app/ui/mark.tsx'
import { type Lesson, type Part, partName, type Quiz, readingMinutes } from './course.ts'
import { lessonAnchor } from './paper-markup.ts'

type PrintedLesson = { lesson: Lesson; html: string }

/** A part as a booklet: cover, contents, lessons one after the other, quiz without answers. Static markup. */
export function PrintedPart({
	part,
	introduction,
	lessons,
	origin,
}: {
	part: Part
	introduction: string
	lessons: Array<PrintedLesson>
	origin: string
}) {
	return (
		<div className="printed">
			<Cover part={part} origin={origin} />
			<Contents part={part} />
			<section className="printed-introduction">
				{/* biome-ignore lint/security/noDangerouslySetInnerHtml: rendered by our own server from our own content */}
				<div dangerouslySetInnerHTML={{ __html: introduction }} />
			</section>
			{lessons.map((printed) => (
				<LessonOnPaper key={printed.lesson.slug} {...printed} />
			))}
			{part.quiz && <QuizOnPaper quiz={part.quiz} />}
		</div>
	)
}

function Cover({ part, origin }: { part: Part; origin: string }) {
	const verified = part.lessons.map((lesson) => lesson.verified).sort()
	const latest = verified.at(-1)
	return (
		<header className="printed-cover">
			<p className="printed-mark">
				<Mark size={40} />
				<span>Filière</span>
			</p>
			<div>
				<p className="kicker">{partName(part)}</p>
				<h1>{part.title}</h1>
				<p className="lead">{part.summary}</p>
			</div>
			<p className="quiet">
				{part.lessons.length} leçons, {formatMinutes(readingMinutes(part))} de lecture.
				{latest && (
					<>
						{' '}
						Vérifiées sur la documentation d’AWS, la dernière fois le{' '}
						<DateTime date={`${latest}T12:00:00Z`} dayOnly />.
					</>
				)}
				<br />
				{origin} · CC BY-SA 4.0. Projet indépendant, sans affiliation avec AWS.
			</p>
		</header>
	)
}

function Contents({ part }: { part: Part }) {
	return (
		<nav className="printed-contents" aria-labelledby="sommaire">
			<h2 id="sommaire">Sommaire</h2>
			<ol>
				{part.lessons.map(({ slug, title, summary }) => (
					<li key={slug}>
						<a href={`#${lessonAnchor(slug)}`}>{title}</a>
						<p className="quiet">{summary}</p>
					</li>
				))}
			</ol>
			{part.quiz && (
				<p>
					<a href="#quiz">{part.quiz.title}</a>
				</p>
			)}
		</nav>
	)
}

function LessonOnPaper({ lesson, html }: PrintedLesson) {
	return (
		<article className="printed-lesson" id={lessonAnchor(lesson.slug)}>
			<header>
				<p className="kicker">{lesson.section}</p>
				<h2>{lesson.title}</h2>
				<p className="lead">{lesson.summary}</p>
				<ul>
					{lesson.objectives.map((objective) => (
						<li key={objective}>{objective}</li>
					))}
				</ul>
			</header>
			{/* biome-ignore lint/security/noDangerouslySetInnerHtml: rendered by our own server from our own content */}
			<div dangerouslySetInnerHTML={{ __html: html }} />
			<footer className="printed-sources">
				<h3>Sources</h3>
				<ol>
					{lesson.sources.map(({ title, url }) => (
						<li key={url}>
							{title}
							{'\u00a0'}: <a href={url}>{url.replace('https://', '')}</a>
						</li>
					))}
				</ol>
			</footer>
		</article>
	)
}

function QuizOnPaper({ quiz }: { quiz: Quiz }) {
	return (
		<section className="printed-quiz" id="quiz">
			<h2>{quiz.title}</h2>
			<p className="quiet">Les réponses et leurs explications sont en ligne.</p>
			<ol>
				{quiz.questions.map(({ id, prompt, type, choices }) => (
					<li key={id}>
						<p>
							<InlineText text={prompt} />
							{type === 'multiple' && <span className="quiet"> (plusieurs réponses)</span>}
						</p>
						<ul className="bare-list">
							{choices.map(({ text }) => (
								<li key={text}>
									<InlineText text={text} />
								</li>
							))}
						</ul>
					</li>
				))}
			</ol>
		</section>
	)
}
