// The lab's fixed names.

export const ACCOUNT = '111111111111'
export const REGION = 'eu-west-3'

export const PIPELINE = 'site-demo'
export const ROLE = 'site-demo-pipeline'
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/${ROLE}`

export const SOURCE_BUCKET = `filiere-source-${ACCOUNT}`
export const ARTIFACT_BUCKET = `filiere-artefacts-${ACCOUNT}`
export const STAGING_BUCKET = `filiere-recette-${ACCOUNT}`
export const WEB_BUCKET = `filiere-web-${ACCOUNT}`
export const ARCHIVE = 'site.zip'
