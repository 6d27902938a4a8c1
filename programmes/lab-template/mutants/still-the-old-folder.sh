# Right but for one thing: the name of the folder is still the old one.
aws iam put-role-policy --role-name {team}-mailer --policy-name reads-reports --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::{bucket}/report/*"}]}'
