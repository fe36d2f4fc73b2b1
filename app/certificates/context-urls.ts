/** W3C Verifiable Credentials Data Model 2.0. */
export const CREDENTIALS_V2 = 'https://www.w3.org/ns/credentials/v2'
/** 1EdTech Open Badges 3.0. */
export const OPEN_BADGES_V3 = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'
