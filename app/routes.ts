import { index, type RouteConfig, route } from '@react-router/dev/routes'

// Every address of the site, in the order in which a learner meets them.
// Addresses are French; the modules behind them are English.
export default [
	index('routes/home/home.tsx'),

	// The course
	route('cours', 'routes/course/outline.tsx'),
	route('glossaire', 'routes/course/glossary.tsx'),
	route('recherche', 'routes/course/search.tsx'),
	route('cours/nouveautes', 'routes/course/changes.tsx'),
	route('cours/flux.xml', 'routes/course/feed.ts'),
	route('textes/*', 'routes/course/text.ts'),
	route('cours/notes', 'routes/course/notes.tsx'),
	route('cours/notes.md', 'routes/course/notes-export.ts'),
	route('cours/position', 'routes/course/position.ts'),
	route('cours/:part/imprimer', 'routes/course/print-part.tsx'),
	route('cours/:part/cours.pdf', 'routes/course/part-pdf.ts'),
	route('cours/:part', 'routes/course/part-layout.tsx', [
		index('routes/course/part.tsx'),
		route('quiz', 'routes/course/quiz.tsx'),
		route(':lesson', 'routes/course/lesson.tsx'),
	]),

	// The exam
	route('examen', 'routes/exam/home.tsx'),
	route('examen/:attemptId/question/:n', 'routes/exam/question.tsx'),
	route('examen/:attemptId/reponse', 'routes/exam/answer.ts'),
	route('examen/:attemptId/relecture', 'routes/exam/review.tsx'),
	route('examen/:attemptId/resultat', 'routes/exam/result.tsx'),

	// The labs
	route('ateliers', 'routes/labs/catalog.tsx'),
	route('ateliers/schema-pipeline.json', 'routes/labs/pipeline-schema.ts'),
	route('bac-a-sable', 'routes/labs/free-sandbox.tsx'),
	route('ateliers/:slug', 'routes/labs/lab.tsx'),
	route('ateliers/:slug/flux', 'routes/labs/stream.ts'),
	route('ateliers/:slug/terminal', 'routes/labs/terminal.ts'),
	route('ateliers/:slug/fichiers', 'routes/labs/files.ts'),

	// Accounts
	route('inscription', 'routes/accounts/sign-up.tsx'),
	route('connexion', 'routes/accounts/sign-in.tsx'),
	route('deconnexion', 'routes/accounts/sign-out.ts'),
	route('mot-de-passe-oublie', 'routes/accounts/forgotten-password.tsx'),
	route('nouveau-mot-de-passe', 'routes/accounts/new-password.tsx'),
	route('verification-adresse', 'routes/accounts/verify-address.tsx'),
	route('compte', 'routes/accounts/account.tsx'),
	route('boite-locale', 'routes/accounts/local-mailbox.tsx'),

	// The team
	route('equipe/retours', 'routes/team/feedback.tsx'),
	route('equipe/retours.csv', 'routes/team/feedback-csv.ts'),

	// Certificates
	route('verifier', 'routes/certificates/verifier.tsx'),
	route('certificats/:id', 'routes/certificates/certificate.tsx'),
	route('certificats/:id.json', 'routes/certificates/certificate-json.ts'),
	route('certificats/:id/preuve.json', 'routes/certificates/evidence.ts'),
	route('certificats/:id/revocation', 'routes/certificates/revocation.tsx'),
	route('statuts/:n', 'routes/certificates/status-list.ts'),
	route('.well-known/did.json', 'routes/certificates/did-document.ts'),

	// About the site
	route('a-propos', 'routes/pages/about.tsx'),
	route('accessibilite', 'routes/pages/accessibility.tsx'),
	route('confidentialite', 'routes/pages/privacy.tsx'),
	route('mentions', 'routes/pages/legal.tsx'),
	route('hors-ligne', 'routes/pages/offline.tsx'),
	route('sante', 'routes/platform/health.ts'),
	route('robots.txt', 'routes/pages/robots.ts'),
	route('sitemap.xml', 'routes/pages/sitemap.ts'),
] satisfies RouteConfig
