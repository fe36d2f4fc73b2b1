# Prépare une version du site, la dépose et démarre une exécution.
#   sh publier.sh 7                  la version 7, d’après modele/
#   sh publier.sh 8 modele-casse     la version 8, d’après modele-casse/
sed "s/A_VERSION/$1/g" "${2:-modele}/index.html" > index.html
rm -f site.zip
zip -q site.zip index.html
aws s3 cp site.zip s3://filiere-source-111111111111/site.zip > /dev/null
aws codepipeline start-pipeline-execution --name site-demo --query pipelineExecutionId --output text
