-- Age limits, and a lane for every address. Frozen: a later change is a migration of its own.
ALTER TABLE deliveries ADD COLUMN expires_at timestamptz;
UPDATE addresses SET lane_id = CASE
  WHEN split_part(value, '@', 2) IN ('gmail.com', 'googlemail.com') THEN 11
  WHEN split_part(value, '@', 2) IN ('outlook.com', 'hotmail.com', 'live.com', 'msn.com', 'outlook.fr', 'hotmail.fr', 'hotmail.co.uk', 'outlook.de') THEN 12
  WHEN split_part(value, '@', 2) IN ('yahoo.com', 'ymail.com', 'rocketmail.com', 'aol.com', 'yahoo.co.uk', 'yahoo.fr', 'yahoo.de', 'yahoo.es', 'yahoo.it') THEN 13
  WHEN split_part(value, '@', 2) IN ('icloud.com', 'me.com', 'mac.com') THEN 14
  WHEN split_part(value, '@', 2) IN ('gmx.de', 'gmx.net', 'gmx.at', 'gmx.ch', 'gmx.com', 'web.de', 'mail.com') THEN 15
  WHEN split_part(value, '@', 2) IN ('mail.ru', 'bk.ru', 'inbox.ru', 'list.ru', 'internet.ru') THEN 16
  WHEN split_part(value, '@', 2) IN ('yandex.ru', 'yandex.com', 'ya.ru') THEN 17
  WHEN split_part(value, '@', 2) IN ('proton.me', 'protonmail.com', 'pm.me') THEN 18
  WHEN split_part(value, '@', 2) IN ('qq.com', 'foxmail.com') THEN 19
  WHEN split_part(value, '@', 2) IN ('163.com', '126.com', 'yeah.net') THEN 20
  WHEN split_part(value, '@', 2) IN ('naver.com') THEN 21
  WHEN split_part(value, '@', 2) IN ('orange.fr', 'wanadoo.fr') THEN 22
  WHEN split_part(value, '@', 2) IN ('t-online.de') THEN 23
  WHEN split_part(value, '@', 2) IN ('comcast.net') THEN 24
  ELSE 10 END
WHERE channel = 1;
