import type { StepName, StepOutcome, Verification } from './verify.ts'

export const stepTitles: Record<StepName, string> = {
	issuer: 'Émetteur',
	signature: 'Signatures',
	status: 'Statut',
	dates: 'Dates',
}

const passed: Record<StepName, string> = {
	issuer: 'Le fichier désigne Filière comme émetteur, et Filière publie bien ses clés à son adresse.',
	signature: 'Les deux signatures sont exactes : rien n’a changé depuis la délivrance.',
	status: 'La liste de révocation, signée elle aussi, ne porte pas ce certificat.',
	dates: 'Le certificat est en cours de validité.',
}

type Reason = Exclude<StepOutcome, { state: 'passed' }>['reason']

const reasons: Record<Reason, string> = {
	'not-a-certificate': 'Ce document n’a pas la forme d’un certificat de Filière.',
	'foreign-issuer':
		'Le fichier désigne un autre émetteur que Filière. N’importe qui peut signer un fichier de ce genre avec sa propre clé.',
	'unknown-key': 'La clé qui a signé n’est pas une clé de Filière.',
	'retired-key': 'La signature est plus récente que le retrait de la clé qui l’a produite.',
	altered:
		'Le contenu n’est plus celui que Filière a signé. Demandez le fichier d’origine ou l’adresse du certificat.',
	revoked: 'Filière a révoqué ce certificat.',
	'foreign-list': 'La liste de révocation désignée n’est pas celle de Filière.',
	'altered-list': 'La liste de révocation reçue n’est pas celle que Filière a signée.',
	'not-yet-valid': 'La période de validité n’a pas commencé. Vérifiez la date de votre appareil.',
	expired: 'La période de validité est terminée.',
	unreachable:
		'Le fichier public de l’émetteur n’a pas pu être lu. Vérifiez votre connexion, puis recommencez.',
	'unsupported-browser':
		'Ce navigateur ne sait pas vérifier les signatures Ed25519. Essayez avec une version récente de Firefox, de Chrome, d’Edge ou de Safari, en HTTPS.',
	'stale-list':
		'La liste de révocation reçue est trop ancienne pour faire foi. Vérifiez la date de votre appareil.',
	skipped: 'Non examiné, faute d’avoir franchi les étapes précédentes.',
}

/** What one step found, in a sentence for a recruiter. */
export function stepMessage(step: StepName, outcome: StepOutcome) {
	return outcome.state === 'passed' ? passed[step] : reasons[outcome.reason]
}

const refusals: Partial<Record<Reason, string>> = {
	'not-a-certificate': 'Ce document n’est pas un certificat de Filière',
	'foreign-issuer': 'Ce certificat n’a pas été délivré par Filière',
	'unknown-key': 'Ce certificat n’a pas été signé par Filière',
	'retired-key': 'Ce certificat n’a pas été signé par Filière',
	altered: 'Cette copie a été modifiée',
	revoked: 'Ce certificat est révoqué',
	'not-yet-valid': 'Ce certificat n’est pas encore valable',
	expired: 'Ce certificat est authentique, mais il a expiré',
}

/** The verdict in a few words. */
export function verdictTitle({ verdict, steps }: Verification) {
	if (verdict === 'valid') return 'Ce certificat est authentique et valable'
	if (verdict === 'inconclusive') return 'La vérification n’a pas pu être menée à son terme'
	const failure = Object.values(steps).find((step) => step.state === 'failed')
	return (failure && refusals[failure.reason]) ?? 'Ce certificat est refusé'
}

/** What the verdict rests on: the step that refused, or what was not found out. */
export function verdictExplanation({ verdict, steps }: Verification) {
	if (verdict === 'valid') return 'Vérifié dans votre navigateur : le fichier n’a été envoyé à personne.'
	if (verdict === 'inconclusive') return 'Rien n’est prouvé, ni dans un sens ni dans l’autre.'
	const names = Object.keys(steps) as Array<StepName>
	const refusing = names.filter((name) => steps[name].state === 'failed').map((name) => stepTitles[name])
	return `Étape refusée : ${refusing.join(', ')}.`
}
