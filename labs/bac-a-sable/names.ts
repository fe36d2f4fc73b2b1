// The names that the lessons use.

export const ACCOUNT = '111111111111'
export const REGION = 'eu-west-3'

/** Where the archive of the site waits. */
export const SOURCE_BUCKETS = [`filiere-source-${ACCOUNT}`, `boutique-sources-${ACCOUNT}`]
export const ARCHIVE = 'site.zip'

export const BUCKETS = [
	...SOURCE_BUCKETS,
	`filiere-artefacts-${ACCOUNT}`,
	`boutique-artefacts-${ACCOUNT}`,
	`filiere-web-${ACCOUNT}`,
	`boutique-web-${ACCOUNT}`,
]

/** Service roles that CodePipeline may take. */
export const ROLES = ['site-demo-pipeline', 'boutique-pipeline', 'boutique-web-pipeline']
