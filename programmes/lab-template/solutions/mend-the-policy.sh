# The policy that is there names the right folder.
aws iam put-role-policy --role-name {team}-mailer --policy-name reads-reports --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::{bucket}/reports/*"}]}'
