// The lab's fixed names; the lessons of part 1 use the same.

export const ACCOUNT = '111111111111'
export const REGION = 'eu-west-3'

export const PIPELINE = 'site-demo'
export const ROLE = 'site-demo-pipeline'
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/${ROLE}`

export const SOURCE_BUCKET = `filiere-source-${ACCOUNT}`
export const ARTIFACT_BUCKET = `filiere-artefacts-${ACCOUNT}`
export const WEB_BUCKET = `filiere-web-${ACCOUNT}`
export const ARCHIVE = 'site.zip'
