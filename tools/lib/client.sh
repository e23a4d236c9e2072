# shellcheck shell=bash
# Talking to the cloud as a user does, and the files a user sources. Needs common.sh and $CLOUD.

# client_files ACCESS_KEY SECRET EC2_URL S3_URL REGION: writes jarrahrc and s3cfg.
client_files() {
  local id=$1 secret=$2 ec2=$3 s3=$4 region=$5
  (
    umask 077
    cat >"$CLOUD/jarrahrc" <<RC
# Credentials and endpoints of this cloud: . run/cloud/jarrahrc
export AWS_ACCESS_KEY_ID=$id
export AWS_SECRET_ACCESS_KEY=$secret
export AWS_DEFAULT_REGION=$region
export AWS_REGION=$region
unset AWS_SESSION_TOKEN AWS_PROFILE
export AWS_ENDPOINT_URL_EC2=$ec2
export AWS_ENDPOINT_URL_S3=$s3
export AWS_ENDPOINT_URL_IAM=$ec2/services/Euare
export AWS_ENDPOINT_URL_STS=$ec2/services/Tokens
export EC2_URL=$ec2
export S3_URL=$s3
export IAM_URL=$ec2/services/Euare
export STS_URL=$ec2/services/Tokens
export EC2_ACCESS_KEY=$id
export EC2_SECRET_KEY=$secret
export JARRAH_ADMIN_URL=$ec2/services/Admin
export AWS_EC2_METADATA_DISABLED=true
alias s3cmd='s3cmd -c $CLOUD/s3cfg'
RC
    cat >"$CLOUD/s3cfg" <<CFG
[default]
access_key = $id
secret_key = $secret
host_base = ${s3#http://}
host_bucket = ${s3#http://}
bucket_location = $region
use_https = False
signature_v2 = False
CFG
  )
}

# in_client COMMAND...: with this cloud's credentials and none of the user's own settings.
in_client() {
  (
    # shellcheck disable=SC1091
    . "$CLOUD/jarrahrc"
    export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_PAGER='' AWS_MAX_ATTEMPTS=3
    "$@"
  )
}

# The endpoint is given as an option too: Debian 12's client does not know the variables.
client_ec2() { in_client client_with_endpoint EC2 ec2 "$@"; }
client_s3() { in_client client_with_endpoint S3 s3 "$@"; }

client_with_endpoint() {
  local url=AWS_ENDPOINT_URL_$1
  shift
  aws --endpoint-url "${!url}" "$@"
}
