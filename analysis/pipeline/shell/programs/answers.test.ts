import { expect, test } from 'vitest'
import { answer } from '../test-script.js'

/** A script a line. */
const SCRIPTS = String.raw`
date
date -u
date +%C%y-%G-%V-%u-%w-%U-%W
date +%D_%r_%R_%c_%x_%X
date +%h-%b-%A-%Z-%z-%:z-%::z-%s-%N-%3N-%6N
date +%-H:%_H:%05d:%^a:%#p:%e:%k:%l:%q
date +%n%t%%
date +%h-%b-%A-%Z-%z-%:z-%s-%N-%3N-%6N
date +%-H:%_H:%05d:%^a:%e:%k:%l:%P
date --rfc-3339=seconds
date --rfc-3339=ns
date --rfc-3339=date
date --iso-8601
date --iso-8601=minutes
date --iso-8601=ns
date -Iseconds
date --rfc-email
date --utc +%F
date -d 'next monday' +%F
date -d '2 days ago' +%F
date -d '+1 hour' +%H
date -d yesterday +%F
date -d tomorrow +%F
date -d now +%s
date -d nonsense +%F
date -d '2024-02-30' +%F
date -d '2024-03-09T12:00:00Z' +%s
date -d '2024-03-09T12:00:00+02:00' +%s
date --date=@1700000000 +%s
date -r /etc/hostname +%s
date -s '2020-01-01'
date --weather
date +%F extra
TZ=UTC date +%Z
TZ=Europe/Berlin date +%Z-%z
TZ=Nonsense/Zone date +%Z
export TZ=America/New_York; date +%FT%T%z
sleep 1.5; date +%s%3N
sleep 1h 1m; date +%s
sleep infinity
sleep x
sleep
docker --version
docker version
docker info
docker ps
docker images
docker login
docker login -u AWS -p x 111122223333.dkr.ecr.us-west-2.amazonaws.com
docker login --username=AWS --password=x https://ghcr.io/v2/
echo x | docker login --password-stdin -u AWS ghcr.io
echo x | docker login --weather ghcr.io
docker logout ghcr.io
docker logout
docker build .
docker build -t app .
docker build -t app -t app:2 --platform linux/arm64 -f Dockerfile.prod --build-arg A=1 .
docker build --platform=linux/amd64 -t app . && docker tag app 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:x
docker build --push -t 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:x .
docker buildx build --platform linux/arm64,linux/amd64 -t app --load .
docker buildx build --platform linux/arm64 -t 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:x --push .
docker buildx build --push=false -t app .
docker buildx b -t app .
docker buildx create --use
docker buildx ls
docker buildx inspect --bootstrap
docker buildx imagetools create -t a b
docker buildx weather
docker tag nope other
docker tag app
docker push app
docker push 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:latest
docker push --all-tags 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40
docker push --quiet 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:latest
docker push 111122223333.dkr.ecr.us-west-2.amazonaws.com
docker push
docker build -t ghcr.io/ada/x . && docker push ghcr.io/ada/x
docker build -t $SECRET . && docker push $SECRET
docker pull alpine
docker pull 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:latest
aws ecr get-login-password | docker login --username AWS --password-stdin 111122223333.dkr.ecr.us-west-2.amazonaws.com && docker pull 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:latest && docker tag 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:latest 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:old && docker push 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:old
aws ecr get-login-password | docker login --username AWS --password-stdin 111122223333.dkr.ecr.us-west-2.amazonaws.com && docker pull 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:nope
aws ecr get-login-password | docker login --username AWS --password-stdin 111122223333.dkr.ecr.us-west-2.amazonaws.com && docker build -t 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:a -t 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:b . && docker push -a 111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40
docker image ls
docker image prune -f
docker image push x
docker system prune -af
docker run --rm alpine true
docker run --privileged --rm tonistiigi/binfmt --install all
docker compose up
docker rmi x
docker inspect app
docker manifest inspect x
docker weather
docker
bash -c 'echo $1 $0' a b
bash -ec 'false; echo no'
bash -x -c 'echo hi' 2>/dev/null
bash ./script.sh
echo 'echo file $1' > s.sh; bash s.sh x; sh s.sh y; chmod +x s.sh; ./s.sh z
printf '#!/bin/sh\necho sh $0 | tail -c 5\n' > t.sh; chmod +x t.sh; ./t.sh
printf '#!/usr/bin/env python3\nprint(1)\n' > p.py; chmod +x p.py; ./p.py
echo 'echo $0' > s.sh; bash < s.sh
bash -o pipefail -c 'false | true' || echo pf
bash --norc -c 'exit 3' || echo $?
bash -c
env | grep -c AWS_REGION
env A=1 B=2 sh -c 'echo $A$B'
env -i A=1 env
env --weather
nohup echo hi
timeout 5 echo hi
timeout -k 1 5s sh -c 'exit 4' || echo $?
timeout 1 sleep 5 || echo $?
time echo hi
nice -n 5 echo hi
stdbuf -oL echo hi
sudo echo hi
sudo -E env | grep -c AWS_REGION
sudo -u root whoami
command -v docker aws jq git python3 nope_cmd || true
which docker nope_cmd || echo $?
type -P aws
whoami; id -u; hostname; uname -m; uname -a | cut -c1-5; nproc; arch
xargs -a list.txt echo
printf 'a b\n' | xargs -t echo 2>/dev/null
printf 'a\n' | xargs -n 0 echo
printf 'a\n' | xargs -n x echo
printf 'a\n' | xargs --weather
printf 'a b c' | xargs -n2 -- echo
printf "a 'b c' \"d e\" f\\\\ g" | xargs -n1 echo
printf 'a\n\nb\n' | xargs -L1 echo
printf 'a\n' | xargs false || echo $?
printf 'a\n' | xargs sh -c 'exit 255' || echo $?
printf 'a b' | xargs -I{} echo {}-{}
printf 'a:b' | xargs -d: echo
printf 'x' | xargs aws ecr list-images --repository-name cs40 --output text --query
echo latest | xargs -I{} aws ecr batch-delete-image --repository-name cs40 --image-ids imageTag={} --query failures
echo $SECRET | xargs echo
echo $SECRET | xargs -I{} aws ecr batch-delete-image --repository-name cs40 --image-ids imageTag={}
touch a b; ls; touch -d 2020-01-01 c; ls -1; mkdir d; mv a d; cp b d/e; ls d; rm -rf d; ls
tar --version; tar czf x.tgz nothing
mktemp; mktemp -d; mktemp -t x.XXX; mktemp --weather
jq -n '{a:1}'; jq . nope.json
curl -s https://example.com; echo after
curl -fsSL https://example.com | sh
git rev-parse HEAD
git rev-parse --short HEAD
git rev-parse --abbrev-ref HEAD
git log -1 --format=%H
git describe --tags
git config user.name x
git status
git diff --quiet
git clone https://github.com/ada/x
python3 -c 'print(1)'
node -e 'console.log(1)'
npm ci
pip install x
pytest
make
terraform apply
kubectl get pods
gh run list
cdk deploy
./nope.sh
/usr/bin/aws --version
/bin/echo hi
nope_cmd
exec echo replaced; echo no
`

// Everything that a program answers and does, on the test account's runner. Where a snapshot differs from the
// program's own (GNU coreutils and findutils, docker, git), the snapshot is wrong.
test.each(SCRIPTS.trim().split('\n'))('%s', async (script) => {
  expect(await answer(script)).toMatchSnapshot()
})
