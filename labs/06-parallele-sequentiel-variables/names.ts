// The lab's fixed names.

export const ACCOUNT = '111111111111'
export const REGION = 'eu-west-3'

export const PIPELINE = 'site-demo'
export const ROLE = 'site-demo-pipeline'
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/${ROLE}`

export const SOURCE_BUCKET = `filiere-source-${ACCOUNT}`
export const ARTIFACT_BUCKET = `filiere-artefacts-${ACCOUNT}`
export const ARCHIVE = 'site.zip'

/** The variable that says where the site goes, and what it may say. */
export const TARGET_VARIABLE = 'CIBLE'
export const TARGETS = ['recette', 'preprod'] as const

/** The bucket of a target. */
export const targetBucket = (target: string) => `filiere-${target}-${ACCOUNT}`

/** What may run together, and what waits for all of it: these actions keep their names. */
export const TOGETHER = ['Lint', 'Unitaires', 'Securite'] as const
export const END_TO_END = 'BoutEnBout'
/** The two whose reports the last one reads. */
export const REPORTING = ['Unitaires', 'Securite'] as const
/** What no page may contain. */
export const SECRET = 'motdepasse'
