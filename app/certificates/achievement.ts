/** What the certificate certifies, in the words that are signed. */
export const achievement = {
	name: 'Spécialiste AWS CodePipeline',
	humanCode: 'FIL-ACP-1',
	description:
		'Sait concevoir, construire, sécuriser, exploiter et dépanner des pipelines de livraison continue avec AWS CodePipeline.',
	tag: ['AWS CodePipeline', 'intégration continue', 'livraison continue', 'CI/CD', 'DevOps'],
	criteria: [
		'Réussir l’examen final de Filière : une épreuve chronométrée, tirée d’une banque de questions selon un plan public, notée de 100 à 1 000, avec un seuil de réussite à 700.',
		'Niveau d’assurance : non surveillé. L’identité du titulaire est celle de son compte ; elle n’a pas été contrôlée, et l’épreuve s’est déroulée sans surveillant.',
		'Filière n’est pas affiliée à Amazon Web Services. Ce certificat n’est pas une certification AWS, ni un titre inscrit au RNCP ou au Répertoire spécifique.',
	],
} as const

/** How sure one can be of who sat the exam. */
export const ASSURANCE_LEVEL = 'non surveillé'

const DEMONSTRATION = ' (démonstration)'

/** The title of a certificate; one issued for the demonstration says so in its signed name. */
export function certificateTitle({ demonstration }: { demonstration: boolean }) {
	return achievement.name + (demonstration ? DEMONSTRATION : '')
}
